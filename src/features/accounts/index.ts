export { accounts } from './routes.js';
