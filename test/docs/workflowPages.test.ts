import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { stemOf, titleOf, withWorkflow, withWorkflowList } from '../../tools/docs/workflowPage';
import { type BundledWorkflow, readBundle } from '../../tools/workflows/bundle';
import { allNodes } from '../nodeClasses';

const root = path.resolve(__dirname, '../..');
const nodes = allNodes().map(({ description }) => description);
const placeOf = (workflow: BundledWorkflow): string => path.join(root, 'docs/workflows', `${stemOf(workflow)}.md`);
const pageOf = (workflow: BundledWorkflow): string =>
	existsSync(placeOf(workflow)) ? readFileSync(placeOf(workflow), 'utf8') : '';
const pictureOf = (workflow: BundledWorkflow): string =>
	path.join(root, 'docs/pictures/workflows', `${stemOf(workflow)}.png`);

let bundle: readonly BundledWorkflow[];
beforeAll(async () => {
	bundle = (await readBundle(path.join(root, 'workflows'))).workflows;
});

const faulty = (fault: (workflow: BundledWorkflow) => boolean): string[] =>
	bundle.filter(fault).map(({ file }) => file);

it.each([
	['page', 'docs/workflows', '.md'],
	['picture', 'docs/pictures/workflows', '.png'],
])('has a %s for every workflow, and none for one that is not there', (_, folder, ending) => {
	const files = readdirSync(path.join(root, folder)).filter((file) => file !== 'README.md');
	expect(files.sort()).toEqual(bundle.map((workflow) => `${stemOf(workflow)}${ending}`).sort());
});

it('has pages that say what stands in the bundle (npm run docs)', () => {
	expect(faulty((workflow) => withWorkflow(pageOf(workflow), workflow, bundle, nodes) !== pageOf(workflow))).toEqual(
		[],
	);
});

it('lists every page with its first sentence (npm run docs)', () => {
	const index = readFileSync(path.join(root, 'docs/workflows/README.md'), 'utf8');
	expect(withWorkflowList(index, bundle, pageOf)).toBe(index);
});

it('says of each what a person needs, and shows it', () => {
	const headings = ['## When it runs', '## What it leaves behind', '## When something goes wrong'];
	expect(
		faulty((workflow) => {
			const [title, purpose, picture, ...rest] = pageOf(workflow).split('\n\n');
			const parts = headings.map((heading) => rest[rest.indexOf(heading) + 1] ?? '');
			return (
				title !== `# ${titleOf(workflow)}` ||
				purpose === undefined ||
				purpose.length < 40 ||
				picture !== `![${workflow.name}, in the n8n editor](../pictures/workflows/${stemOf(workflow)}.png)` ||
				headings.some((heading) => !rest.includes(heading)) ||
				parts.some((part) => part === '' || part.startsWith('#'))
			);
		}),
	).toEqual([]);
});

it('has pictures of a size that a page bears', () => {
	expect(faulty((workflow) => readFileSync(pictureOf(workflow)).length > 70_000)).toEqual([]);
	// Shown as wide as a page, a narrower one would be blurred.
	expect(faulty((workflow) => readFileSync(pictureOf(workflow)).readUInt32BE(16) < 600)).toEqual([]);
});
