export { applications } from './routes.js';
