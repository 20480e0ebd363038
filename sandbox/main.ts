import { createSandbox } from './index';

const defaultPort = 4010;
const defaultTimeScale = 10;

function readNumber(name: string, fallback: number): number {
	const text = process.env[name];
	if (text === undefined || text === '') return fallback;
	const value = Number(text);
	if (Number.isNaN(value) || value < 0) throw new Error(`${name} must be a number, not "${text}"`);
	return value;
}

/** `tsx sandbox/main.ts`; SANDBOX_PORT, SANDBOX_TIME_SCALE, SANDBOX_ALLOWED_HOSTS and REDIS_URL change the defaults. */
async function main(): Promise<void> {
	const timeScale = readNumber('SANDBOX_TIME_SCALE', defaultTimeScale);
	const sandbox = await createSandbox({ port: readNumber('SANDBOX_PORT', defaultPort), timeScale });
	console.log(`Sandbox at ${sandbox.origin} (platform time runs ${timeScale} times as fast as a clock)`);
	for (const { name } of sandbox.platforms) console.log(`  ${sandbox.origin}/${name}`);
	const stop = (): void => {
		sandbox.close().then(
			() => process.exit(0),
			(error: unknown) => {
				console.error(error);
				process.exit(1);
			},
		);
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
	console.error(`The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`);
	process.exit(1);
});
