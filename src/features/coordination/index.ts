export { coordination } from './routes.js';
