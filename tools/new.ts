import { parseArguments, UsageError } from './arguments';
import { newOperation } from './new/operation';
import { newPlatform } from './new/platform';
import { PROJECT_FOLDER } from './stack';
import { createTerminal, runTool } from './terminal';

const USAGE = `Usage: npm run new -- operation Fly machine suspend
       npm run new -- platform Vercel

operation   a file below nodes/<Platform>/actions, its entry in the resource's list, and a test that fails until it is written
platform    credential, node, rooms, sandbox (with its part of the page) and tests of a platform that answers one operation, all of it running`;

async function main(): Promise<number> {
	const terminal = createTerminal();
	const { positionals, has } = parseArguments(process.argv.slice(2), { values: [], switches: ['help'] });
	if (has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	const [kind, ...names] = positionals;
	const written = await write(kind, names);
	terminal.line(written.files.map((file) => `  ${file}`).join('\n'));
	terminal.line(`\n${written.next}`);
	return 0;
}

async function write(kind: string | undefined, names: readonly string[]) {
	const [platform, resource, verb, ...more] = names;
	if (kind === 'operation' && platform && resource && verb && more.length === 0) {
		return await newOperation(PROJECT_FOLDER, { platform, resource, verb });
	}
	if (kind === 'platform' && platform && resource === undefined) return await newPlatform(PROJECT_FOLDER, platform);
	throw new UsageError(USAGE);
}

runTool(main);
