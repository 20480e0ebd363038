export { randomUUID as uniqueId } from 'node:crypto';
