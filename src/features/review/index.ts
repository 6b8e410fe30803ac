export { review } from './routes.js';
