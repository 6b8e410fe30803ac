export { supervision } from './routes.js';
