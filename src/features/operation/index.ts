export { operation } from './routes.js';
