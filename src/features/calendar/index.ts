export { calendar } from './routes.js';
