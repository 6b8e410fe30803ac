export { recordings } from './routes.js';
