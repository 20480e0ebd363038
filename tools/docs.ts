/**
 * `npm run docs`: writes the operations of every node into its page, `docs/nodes/<node>.md`, from the built package, and
 * what stands in every workflow into its own, `docs/workflows/<file>.md`. The rest of a page is written by hand.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildPackage } from './buildPackage';
import { type DescribedNode, withOperations } from './docs/operations';
import { stemOf, withWorkflow, withWorkflowList } from './docs/workflowPage';
import { PROJECT_FOLDER } from './stack';
import { createTerminal, runTool, type Terminal } from './terminal';
import { readBundle } from './workflows/bundle';

async function main(): Promise<number> {
	const terminal = createTerminal();
	await buildPackage(PROJECT_FOLDER, 'emit');
	const types: unknown = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'dist/types/nodes.json'), 'utf8'));
	// n8n's tools for agents are variants of the same node.
	const nodes = (Array.isArray(types) ? types : [])
		.filter(isDescribedNode)
		.filter(({ name }) => !name.endsWith('Tool'));
	const written = nodes.map((node) =>
		writePage(`nodes/${node.name}.md`, (page) => withOperations(page, node), terminal),
	);

	const { workflows } = await readBundle(join(PROJECT_FOLDER, 'workflows'));
	const pageOf = (workflow: (typeof workflows)[number]): string => `workflows/${stemOf(workflow)}.md`;
	for (const workflow of workflows) {
		written.push(writePage(pageOf(workflow), (page) => withWorkflow(page, workflow, workflows, nodes), terminal));
	}
	const readPage = (workflow: (typeof workflows)[number]): string =>
		existsSync(placeOf(pageOf(workflow))) ? readFileSync(placeOf(pageOf(workflow)), 'utf8') : '';
	written.push(writePage('workflows/README.md', (index) => withWorkflowList(index, workflows, readPage), terminal));
	return written.every(Boolean) ? 0 : 1;
}

const placeOf = (page: string): string => join(PROJECT_FOLDER, 'docs', page);

/** Writes the page where it changes. Returns whether it is there at all. */
function writePage(page: string, change: (text: string) => string, terminal: Terminal): boolean {
	const place = placeOf(page);
	if (!existsSync(place)) {
		terminal.line(`docs/${page}: there is no such page yet; write it (CONTRIBUTING.md)`);
		return false;
	}
	const before = readFileSync(place, 'utf8');
	const after = change(before);
	if (after !== before) {
		writeFileSync(place, after);
		terminal.line(`docs/${page}: written`);
	}
	return true;
}

function isDescribedNode(value: unknown): value is DescribedNode {
	return (
		typeof value === 'object' &&
		value !== null &&
		'name' in value &&
		typeof value.name === 'string' &&
		'properties' in value &&
		Array.isArray(value.properties)
	);
}

runTool(main);
