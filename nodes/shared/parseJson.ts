export { parseJson } from '../deployment/values/json';
