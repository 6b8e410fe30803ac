export { training } from './routes.js';
