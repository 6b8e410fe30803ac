export { uploads } from './routes.js';
