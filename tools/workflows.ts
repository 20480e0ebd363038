import { resolve } from 'node:path';

import { parseArguments, UsageError } from './arguments';
import { createPublicApi } from './n8n/publicApi';
import { createTerminal, runTool } from './terminal';
import { readBundle, writeBundledWorkflow } from './workflows/bundle';
import { pullBundle } from './workflows/pull';
import { pushBundle } from './workflows/push';

const USAGE = `Usage:
  npm run workflows -- push   --url <n8n> --api-key <key> [--only <name>] [--credential <type>=<id>]
  npm run workflows -- pull   --url <n8n> --api-key <key> [--only <name>]
  npm run workflows -- format

push installs workflows/*.json into an n8n (n8n Cloud too) and publishes them; it is safe to repeat.
pull brings edits made in n8n's editor back into workflows/*.json.
format rewrites workflows/*.json in their canonical form.
The key comes from Settings > n8n API in that n8n; N8N_API_KEY in the environment works too.`;

async function main(): Promise<number> {
	const parsed = parseArguments(process.argv.slice(2), {
		values: ['url', 'api-key', 'only', 'credential', 'folder'],
		switches: ['help'],
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
	const url = parsed.value('url');
	const apiKey = parsed.value('api-key') ?? process.env.N8N_API_KEY;
	if (!url || !URL.canParse(url)) throw new UsageError(`--url must be the address of an n8n.\n\n${USAGE}`);
	if (!apiKey) throw new UsageError(`--api-key is missing: make one in n8n under Settings > n8n API.\n\n${USAGE}`);
	const api = createPublicApi({ baseUrl: url, apiKey });
	const only = parsed.value('only');
	const shared = { api, bundle, ...(only === undefined ? {} : { only }), onEvent: terminal.event };
	if (action === 'pull') {
		await pullBundle(shared);
		return 0;
	}
	const report = await pushBundle({ ...shared, credentials: readCredentialFlags(parsed.values('credential')) });
	terminal.line();
	if (report.isComplete) {
		terminal.line(`All ${report.workflows.length} workflows are in place at ${api.baseUrl}.`);
		return 0;
	}
	const blocked = report.workflows.filter((workflow) => workflow.problems.length > 0);
	terminal.line(`${blocked.length} of ${report.workflows.length} workflows still need something (above). Put that right and run this again.`);
	return 1;
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
