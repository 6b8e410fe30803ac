export { certification } from './routes.js';
