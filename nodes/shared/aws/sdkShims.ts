import { webcrypto } from 'node:crypto';

/** What the build injects into the AWS SDK in place of globals that n8n Cloud refuses (gulpfile.js). */
export { awsClearTimeout, awsSetTimeout } from './timers';

const ignore = (): void => undefined;

/** The SDK warns on the console about its own future. */
export const awsConsole = { debug: ignore, error: ignore, info: ignore, log: ignore, trace: ignore, warn: ignore };

export const awsCrypto = webcrypto;
