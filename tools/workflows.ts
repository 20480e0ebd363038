import { resolve } from 'node:path';

import { API_KEY_WAYS, readApiKey, refuseKeyOnCommandLine } from './apiKey';
import { parseArguments, UsageError } from './arguments';
import { createPublicApi, isLoopback } from './n8n/publicApi';
import { findRunning } from './runningStack';
import { createTerminal, runTool } from './terminal';
import { readBundle, writeBundledWorkflow } from './workflows/bundle';
import { pullBundle } from './workflows/pull';
import { pushBundle } from './workflows/push';

const USAGE = `Usage:
  npm run workflows -- push   [--url <n8n>] [--only <name>] [--credential <type>=<id>] [--force] [--publish]
  npm run workflows -- pull   [--url <n8n>] [--only <name>] [--force]
  npm run workflows -- format

push installs workflows/*.json into an n8n that has the nodes, and publishes them; it is safe to repeat.
     What you chose there stays: repository and filters of the trigger, schedules, credentials, names, what
     you unpublished. If you edited anything else there since the last push, it changes nothing and says so.
     --force    overwrites those edits (never the choices)
     --publish  publishes also what was unpublished there
pull brings edits made in n8n's editor back into workflows/*.json, without what belongs to that n8n.
     --force    overwrites files that you changed, too
format rewrites workflows/*.json in their canonical form.

Without --url: the n8n that npm start runs.

The API key: ${API_KEY_WAYS}.`;

async function main(): Promise<number> {
	const words = process.argv.slice(2);
	refuseKeyOnCommandLine(words);
	const parsed = parseArguments(words, {
		values: ['url', 'only', 'credential', 'folder'],
		switches: ['help', 'force', 'publish', 'api-key-stdin'],
	});
	const terminal = createTerminal();
	const action = parsed.positionals[0];
	if (parsed.has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	if (action !== 'push' && action !== 'pull' && action !== 'format') throw new UsageError(USAGE);
	const bundle = await readBundle(resolve(parsed.value('folder') ?? 'workflows'));
	if (action === 'format') {
		for (const workflow of bundle.workflows) {
			const isChanged = await writeBundledWorkflow(bundle.folder, workflow.file, workflow.content);
			terminal.line(`${workflow.file}: ${isChanged ? 'written' : 'no change'}`);
		}
		return 0;
	}
	// The n8n of npm start, whose key is kept beside it.
	const running = parsed.value('url') === undefined ? await findRunning() : undefined;
	const url = running?.n8nOrigin ?? readN8nAddress(parsed.value('url'));
	const apiKey =
		running?.apiKey ??
		(await readApiKey({
			environment: process.env,
			isFromStandardInput: parsed.has('api-key-stdin'),
			standardInput: process.stdin,
			output: process.stderr,
		}));
	if (url.startsWith('http:') && !isLoopback(url)) {
		terminal.line('WARNING: this address is http, not https: whoever is on the way can read the API key.');
	}
	const api = createPublicApi({ baseUrl: url, apiKey });
	const only = parsed.value('only');
	const force = parsed.has('force');
	const shared = { api, bundle, force, ...(only === undefined ? {} : { only }), onEvent: terminal.event };
	if (action === 'pull') {
		const pulled = await pullBundle(shared);
		return pulled.some(({ change }) => change === 'conflict') ? 1 : 0;
	}
	const credentials = readCredentialFlags(parsed.values('credential'));
	const report = await pushBundle({ ...shared, credentials, publish: parsed.has('publish') });
	terminal.line();
	if (report.isComplete) {
		terminal.line(`All ${report.workflows.length} workflows are in place at ${api.baseUrl}.`);
		return 0;
	}
	const blocked = report.workflows.filter((workflow) => workflow.problems.length > 0);
	terminal.line(
		`${blocked.length} of ${report.workflows.length} workflows still need something (above). Put that right and run this again.`,
	);
	return 1;
}

/** n8n's own address. What stands in it is printed, and the key is sent there. */
function readN8nAddress(text: string | undefined): string {
	if (!text || !URL.canParse(text)) throw new UsageError(`--url must be the address of an n8n.\n\n${USAGE}`);
	const url = new URL(text);
	if (url.protocol !== 'https:' && url.protocol !== 'http:')
		throw new UsageError('--url must begin with https:// or http://.');
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new UsageError(
			'--url must be the bare address of an n8n: no user, no password, nothing after a ? or #. They would be printed.',
		);
	}
	return url.href;
}

function readCredentialFlags(flags: readonly string[]): Map<string, string> {
	return new Map(
		flags.map((flag) => {
			const [type, id] = flag.split('=');
			if (!type || !id) throw new UsageError(`--credential must be <type>=<id>, not "${flag}".`);
			return [type, id];
		}),
	);
}

runTool(main);
