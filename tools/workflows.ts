import { resolve } from 'node:path';

import { installedPackages } from '../nodes/SlipwayBundle/changes/installedPackages';
import { describeLacking, fitBundle, type FittedBundle } from '../nodes/SlipwayBundle/state/fitBundle';
import { API_KEY_WAYS, readApiKey, refuseKeyOnCommandLine } from './apiKey';
import { parseArguments, UsageError } from './arguments';
import { createPublicApi, isLoopback, type PublicApi } from './n8n/publicApi';
import { findRunning } from './runningStack';
import { createTerminal, runTool } from './terminal';
import { type Bundle, readBundle, writeBundledWorkflow } from './workflows/bundle';
import { diff } from './workflows/diff';
import { pullBundle } from './workflows/pull';
import { pushBundle } from './workflows/push';
import { remove } from './workflows/remove';

const USAGE = `Usage:
  npm run workflows -- push   [--url <n8n>] [--only <name>] [--credential <role>=<id>] [--unused <role>] [--packages <name>] [--force | --keep] [--publish]
  npm run workflows -- pull   [--url <n8n>] [--only <name>] [--force]
  npm run workflows -- diff   [--url <n8n>] [--packages <name>]
  npm run workflows -- remove [--url <n8n>] [--force] [--tables] [--credentials]
  npm run workflows -- format

push installs workflows/*.json into an n8n that has the nodes, and publishes them; it is safe to repeat.
     What you chose there stays: repository and filters of the trigger, schedules, credentials, names, what
     you unpublished. If you edited anything else there since the last push, it changes nothing and says so.
     --force    overwrites those edits (never the choices)
     --keep     leaves what you edited as it is, and pushes the rest
     --publish  publishes also what was unpublished there
     --unused      a platform that you do not use: an empty credential stands in, so that all can be published
     --packages    which packages of ours that n8n has: "whole", "vendors" (all of them) or a package's name, as often as
                   needed. n8n is asked unless you say it, but knows only what was installed in its own settings;
                   otherwise the whole one is taken. What a vendor's package lacks is said, and left out or replaced
     --credential  which credential its steps take: a role is a type, or "slipwayFlyApi/previews" for a second of it
pull brings edits made in n8n's editor back into workflows/*.json, without what belongs to that n8n.
     --force    overwrites files that you changed, too
diff says which workflows there differ from workflows/*.json, how, and who changed them. What you chose is no difference.
remove takes the workflows out of that n8n. Data Tables and credentials stay.
     --force        also those that you edited; without it, nothing is removed when there is one
     --tables       also the Data Tables, with all that is in them
     --credentials  also the credentials that the node Slipway Bundle made for you to fill in
format rewrites workflows/*.json in their canonical form.

Without --url: the n8n that npm start runs.

The API key: ${API_KEY_WAYS}.`;

async function main(): Promise<number> {
	const words = process.argv.slice(2);
	refuseKeyOnCommandLine(words);
	const parsed = parseArguments(words, {
		values: ['url', 'only', 'credential', 'unused', 'packages', 'folder'],
		switches: ['help', 'force', 'keep', 'publish', 'tables', 'credentials', 'api-key-stdin'],
	});
	const terminal = createTerminal();
	const action = parsed.positionals[0];
	if (parsed.has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	if (!isAction(action)) throw new UsageError(USAGE);
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
	const fitted = await fitToPackages(api, bundle, running?.packages ?? parsed.values('packages'), terminal.event);
	if (action === 'diff') return await diff(api, fitted.bundle, terminal);
	if (action === 'remove') {
		return await remove(api, fitted.bundle, terminal, {
			edited: parsed.has('force'),
			tables: parsed.has('tables'),
			credentials: parsed.has('credentials'),
		});
	}
	const shared = {
		api,
		bundle: { ...bundle, ...fitted.bundle },
		force,
		...(only === undefined ? {} : { only }),
		onEvent: terminal.event,
	};
	if (action === 'pull') {
		const pulled = await pullBundle({ ...shared, restore: fitted.restore });
		return pulled.some(({ change }) => change === 'conflict') ? 1 : 0;
	}
	const credentials = readCredentialFlags(parsed.values('credential'));
	const unused = parsed.values('unused');
	const report = await pushBundle({
		...shared,
		keep: parsed.has('keep'),
		credentials,
		unused,
		publish: parsed.has('publish'),
	});
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

/** The bundle as it goes on that n8n's packages; what they lack is said. */
async function fitToPackages(
	api: PublicApi,
	bundle: Bundle,
	told: readonly string[],
	say: (text: string) => void,
): Promise<FittedBundle> {
	const vendors = [...new Set(bundle.packages.values())];
	const fitted = fitBundle(bundle, await installedPackages(api, vendors, told));
	for (const lacking of fitted.lacking) say(describeLacking(lacking));
	return fitted;
}

function isAction(word: string | undefined): word is 'push' | 'pull' | 'diff' | 'remove' | 'format' {
	return word !== undefined && ['push', 'pull', 'diff', 'remove', 'format'].includes(word);
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
			const [role, id] = flag.split('=');
			if (!role || !id) throw new UsageError(`--credential must be <role>=<id>, not "${flag}".`);
			return [role, id];
		}),
	);
}

runTool(main);
