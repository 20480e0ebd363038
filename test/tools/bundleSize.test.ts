import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { build } from 'esbuild';

import { bundleOptions } from '../../tools/bundleOptions';

const root = resolve(__dirname, '../..');
const nodes = readdirSync(resolve(root, 'nodes'), { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.node.ts'))
	.map((name) => `nodes/${name}`)
	.sort();

/** In bytes, minified as they ship. */
const largest = { withAws: 420_000, without: 80_000 };

/**
 * Of those that are larger. Fly's node deploys by itself, where others ask their platform to: four
 * strategies, revert and verification. GitHub's holds the ledger's rules, a health check, and what reads the
 * workflow files of second deployers. The rest is what surviving failed looks and the vendors' words cost, and 2 to
 * 5 kB for Put Result in Field, fields that read themselves and the one writeOnce. Upstash's holds turns and the node that runs a release's waves,
 * the catalog's the board as a page, costs with their picture, backups, and the audit's checks. Cloudflare's asks addresses by itself, safely. Neon's holds the rules of backups, drills and the form that restores. Temporal's deploys by itself as Fly's does: workers, check, ramp, verification.
 */
const largerNodes: Readonly<Record<string, number>> = {
	'Fly.node.ts': 140_000,
	'NetlifyDeployments.node.ts': 124_000,
	'GitHubDeployments.node.ts': 334_000,
	'Upstash.node.ts': 131_500,
	'Neon.node.ts': 125_000,
	'Cloudflare.node.ts': 104_000,
	'ServiceCatalog.node.ts': 171_000,
	'Temporal.node.ts': 92_000,
	// The fifty workflows, as they are: 380 kB of it.
	'SlipwayBundle.node.ts': 450_000,
};

describe('A bundle stays small', () => {
	it.each(nodes)('%s', async (entryPoint) => {
		const { outputFiles = [], metafile } = await build({
			...bundleOptions([entryPoint], resolve(root, 'dist')),
			write: false,
			metafile: true,
		});
		expect(outputFiles.map(({ path }) => basename(path))).toEqual([basename(entryPoint).replace(/\.ts$/, '.js')]);
		const hasAws = Object.keys(metafile?.inputs ?? {}).some((input) => input.includes('node_modules/@aws-sdk/'));
		const limit = hasAws ? largest.withAws : (largerNodes[basename(entryPoint)] ?? largest.without);
		expect(outputFiles[0]?.contents.length).toBeLessThan(limit);
	});
});
