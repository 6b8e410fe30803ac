export { meetings } from './routes.js';
