export { today } from './routes.js';
