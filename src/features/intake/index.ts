export { intake } from './routes.js';
