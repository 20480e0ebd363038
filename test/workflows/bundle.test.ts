import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { NodeHelpers, type INodeTypeDescription } from 'n8n-workflow';

import { formStyle } from '../../nodes/deployment/byHand/formStyle';
import { beginRollback } from '../../nodes/deployment/ledger/beginRollback';
import { readPlanned } from '../../nodes/deployment/ledger/beginDeployment';
import { readSecretSyncAsk } from '../../nodes/deployment/secrets/secretSyncAsk';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../tools/json';
import { ensureN8n } from '../../tools/n8n/runtime';
import { type Bundle, type BundledWorkflow, readBundle } from '../../tools/workflows/bundle';
import { canonicalText } from '../../nodes/SlipwayBundle/state/canonical';
import {
	type BundleNode,
	connectionsOf,
	coreDescriptions,
	isOurs,
	nodesOf,
	ourDescriptions,
	STICKY_NOTE,
	textsIn,
	unknownKeys,
} from './bundleNodes';

const folder = path.resolve(__dirname, '..', '..', 'workflows');
const files = readdirSync(folder).filter((file) => file !== 'manifest.json' && file.endsWith('.json'));
/** 11 writes what was decided elsewhere, into the table that is named with it. */
const TABLE_OF_THE_ROW = "={{ $('If there is a row to write').first(0).json.announcement.table }}";
const ERROR_WORKFLOW = 'slipway07page';
/** Run by hand with a person looking on, or the error workflow itself. */
const WITHOUT_ERROR_WORKFLOW = ['slipway00setup', ERROR_WORKFLOW];

let bundle: Bundle;
let describe_: (node: BundleNode) => INodeTypeDescription | undefined;

beforeAll(async () => {
	bundle = await readBundle(folder);
	await ensureN8n();
	const ours = ourDescriptions();
	const core = coreDescriptions();
	describe_ = (node) => (isOurs(node.type) ? ours.get(node.type) : core(node.type, node.typeVersion));
});

function workflow(file: string): BundledWorkflow {
	const found = bundle.workflows.find((candidate) => candidate.file === file);
	if (!found) throw new Error(`${file} is not in manifest.json`);
	return found;
}

function description(node: BundleNode): INodeTypeDescription {
	const found = describe_(node);
	if (!found) throw new Error(`There is no ${node.type} ${node.typeVersion}, which "${node.name}" is`);
	return found;
}

const steps = (file: string): BundleNode[] => nodesOf(workflow(file)).filter(({ type }) => type !== STICKY_NOTE);

it('has every workflow in the manifest, under the name that its number says', () => {
	expect(bundle.workflows.map(({ file }) => file).sort()).toEqual([...files].sort());
	for (const { file, name } of bundle.workflows) {
		expect(name).toMatch(new RegExp(`^Slipway ${file.slice(0, 2)}: [A-Z]`));
	}
});

it('gives each node an id of its own in the whole bundle', () => {
	const ids = bundle.workflows.flatMap((entry) => nodesOf(entry).map(({ id }) => id));
	expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('knows as credentials and tables only those of the manifest', () => {
	for (const entry of bundle.workflows) {
		for (const { name, raw } of nodesOf(entry)) {
			const credentials = isRecord(raw.credentials) ? Object.entries(raw.credentials) : [];
			for (const [type, slot] of credentials) {
				const role = String(readPath(slot, 'id'));
				expect({ name, slot }).toEqual({ name, slot: { id: role, name: bundle.credentialNames.get(role) } });
				expect(role.split('/')[0]).toBe(type);
			}
			const table = readPath(raw, 'parameters', 'dataTableId');
			if (table === undefined || readPath(table, 'value') === TABLE_OF_THE_ROW) continue;
			expect([...bundle.dataTables.keys()]).toContain(readPath(table, 'value'));
		}
	}
});

describe.each(files)('%s', (file) => {
	it('is in its canonical form', () => {
		const text = readFileSync(path.join(folder, file), 'utf8');
		expect(canonicalText(workflow(file).content)).toBe(text);
	});

	it('names the error workflow', () => {
		const { id, content } = workflow(file);
		const expected = WITHOUT_ERROR_WORKFLOW.includes(id) ? undefined : ERROR_WORKFLOW;
		expect(readPath(content, 'settings', 'errorWorkflow')).toBe(expected);
	});

	it('is short enough to be understood, and explains itself', () => {
		expect(steps(file).length).toBeLessThanOrEqual(15);
		expect(nodesOf(workflow(file)).length).toBeGreaterThan(steps(file).length);
	});

	it('names its steps as a person would', () => {
		const names = nodesOf(workflow(file)).map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const { name, type } of steps(file)) {
			expect(name).toMatch(/^[A-Z][^\n]* [^\n]*$/);
			expect(name).not.toBe(description({ type, typeVersion: 1, name } as BundleNode).displayName);
		}
	});

	it('has no code of its own and nothing of one instance', () => {
		const { content } = workflow(file);
		expect(steps(file).map(({ type }) => type)).not.toContain('n8n-nodes-base.code');
		expect(Object.keys(content).sort()).toEqual(
			['connections', 'id', 'name', 'nodes', 'settings', ...('nodeGroups' in content ? ['nodeGroups'] : [])].sort(),
		);
		const texts = textsIn(content).map(({ text }) => text);
		expect(texts.filter((text) => /127\.0\.0\.1|localhost|sandbox-|\bghp_|\bgithub_pat_|\bnfp_/.test(text))).toEqual(
			[],
		);
	});

	it('gives each node only parameters that it has, with values that it takes', () => {
		for (const node of steps(file)) {
			const type = description(node);
			const where = `"${node.name}"`;
			const known = NodeHelpers.getNodeParameters(type.properties, node.parameters, true, false, node, type);
			// How often it polls is n8n's own parameter, which its loader adds.
			const unknown = unknownKeys(node.parameters, known).filter((key) => key !== '.pollTimes' || !type.polling);
			expect({ where, unknown }).toEqual({ where, unknown: [] });
			const whole = { ...node, parameters: known ?? {} };
			expect({ where, issues: NodeHelpers.getNodeParametersIssues(type.properties, whole, type) }).toEqual({
				where,
				issues: null,
			});
		}
	});

	it('gives each of our nodes the credential it asks for', () => {
		for (const node of steps(file).filter(({ type }) => isOurs(type))) {
			const type = description(node);
			const asked = (type.credentials ?? [])
				.filter((credential) => NodeHelpers.displayParameter(node.parameters, credential, node, type))
				.map(({ name }) => name)
				.sort();
			const given = isRecord(node.raw.credentials) ? Object.keys(node.raw.credentials).sort() : [];
			expect({ name: node.name, given }).toEqual({ name: node.name, given: asked });
		}
	});

	it('refers in its expressions only to nodes that it has, and that run before', () => {
		const before = ancestors(file);
		for (const node of steps(file)) {
			for (const { at, text } of textsIn(node.parameters)) {
				for (const [, name] of text.matchAll(/\$\('([^']+)'\)/g)) {
					const isKnown = name === node.name || before.get(node.name)?.has(name ?? '') === true;
					expect({ node: node.name, at, name, isKnown }).toEqual({ node: node.name, at, name, isKnown: true });
				}
			}
		}
	});

	it('says which output it reads of a node that has several', () => {
		// Without a number n8n takes the output that leads here: from an error's path, that of the errors.
		const several = new Set(
			steps(file)
				.filter((node) => decidingOutputs(node).length > 1)
				.map(({ name }) => name),
		);
		for (const node of steps(file)) {
			const vague = textsIn(node.parameters).flatMap(({ text }) =>
				[...text.matchAll(/\$\('([^']+)'\)\.(?:first|all|last)\(\)/g)].map((match) => match[1] ?? ''),
			);
			expect({ node: node.name, vague: vague.filter((name) => several.has(name)) }).toEqual({
				node: node.name,
				vague: [],
			});
		}
	});

	it('calls workflows of the bundle with the inputs they declare', () => {
		for (const node of steps(file).filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow')) {
			const id = readPath(node.parameters, 'workflowId', 'value');
			const called = bundle.workflows.find((candidate) => candidate.id === id);
			if (!called) throw new Error(`"${node.name}" calls ${String(id)}, which is not in the bundle`);
			expect(readPath(node.parameters, 'workflowId', 'cachedResultName')).toBe(called.name);
			const trigger = nodesOf(called).find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
			const values = readPath(node.parameters, 'workflowInputs', 'value');
			const given = Object.keys(isRecord(values) ? values : {});
			const inputs = readPath(trigger?.parameters, 'workflowInputs');
			const declared = isRecord(inputs) ? readRecords(inputs, 'values').map((value) => String(value.name)) : [];
			if (readPath(trigger?.parameters, 'inputSource') !== 'passthrough') {
				expect(declared.length).toBeGreaterThan(0);
				expect(given.sort()).toEqual([...declared].sort());
				continue;
			}
			// It takes the whole item. What a caller adds to it is read there, by an expression or by the operation that begins the record.
			const read = textsIn(called.content)
				.map(({ text }) => text)
				.join('\n');
			const unread = given.filter(
				(name) => !read.includes(`.json.${name}`) && !read.includes(`$json.${name}`) && !isReadByBegin(called.id, name),
			);
			expect({ node: node.name, unread }).toEqual({ node: node.name, unread: [] });
		}
	});

	it('uses only columns that the set-up makes', () => {
		const columns = tableColumns();
		for (const node of steps(file).filter(({ type }) => type === 'n8n-nodes-base.dataTable')) {
			const table = readPath(node.parameters, 'dataTableId', 'value');
			if (typeof table !== 'string') continue;
			const written = readPath(node.parameters, 'columns', 'value');
			const filters = readPath(node.parameters, 'filters', 'conditions');
			const sorted = readString(node.parameters, 'orderByColumn');
			const used = [
				...Object.keys(isRecord(written) ? written : {}),
				...(Array.isArray(filters) ? filters : []).map((filter) => String(readPath(filter, 'keyName'))),
				...(sorted === undefined ? [] : [sorted]),
			];
			expect({
				node: node.name,
				unknown: used.filter((name) => name !== 'id' && columns.get(table)?.has(name) !== true),
			}).toEqual({
				node: node.name,
				unknown: [],
			});
		}
	});

	it('leads from its trigger to every step', () => {
		const reached = new Set(
			steps(file)
				.filter((node) => /trigger$|\.webhook$/i.test(node.type) || description(node).polling === true)
				.map(({ name }) => name),
		);
		expect(reached.size).toBe(1);
		const connections = connectionsOf(workflow(file));
		for (let size = -1; size !== reached.size;) {
			size = reached.size;
			for (const { from, to } of connections) if (reached.has(from)) reached.add(to);
		}
		const names = steps(file).map(({ name }) => name);
		expect(names.filter((name) => !reached.has(name))).toEqual([]);
		expect(connections.flatMap(({ from, to }) => [from, to]).filter((name) => !names.includes(name))).toEqual([]);
	});

	it('leaves no output open that decides something', () => {
		const open = steps(file).flatMap((node) => {
			const connected = new Set(
				connectionsOf(workflow(file))
					.filter(({ from }) => from === node.name)
					.map(({ output }) => output),
			);
			return decidingOutputs(node)
				.filter((output) => !connected.has(output))
				.map((output) => `${node.name} ${output}`);
		});
		expect(open).toEqual(OPEN_ON_PURPOSE[file] ?? []);
	});

	it('flows from left to right', () => {
		const byName = new Map(steps(file).map((node) => [node.name, node]));
		const back = connectionsOf(workflow(file)).filter(({ from, to }) => {
			const target = byName.get(to);
			const isLoop = target?.type === 'n8n-nodes-base.splitInBatches' || LOOPS[file] === to;
			return !isLoop && (byName.get(from)?.position[0] ?? 0) + 96 >= (target?.position[0] ?? 0);
		});
		expect(back).toEqual([]);
	});

	it('lets nothing cover anything on the canvas', () => {
		const boxes = nodesOf(workflow(file)).map(boxOf);
		const overlaps = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => doOverlap(one, other))
				.map((other) => `${one.name} and ${other.name}`),
		);
		expect(overlaps).toEqual([]);
	});
});

/** Where a loop begins anew: the only steps that are led back to. */
const LOOPS: Readonly<Record<string, string>> = {
	'02-release.json': 'Note what is looked at',
	'05-manual-rollback.json': 'See what it would do',
	'06-preview.json': 'Note what is looked at',
};

/** Read by the operations that make the form's pages. */
const READ_BY_THE_FORM = ['step', 'hand'];

/** Whether a record that is begun from an item depends on that field of it. */
function isReadByBegin(workflowId: string, name: string): boolean {
	if (['slipway16prepare', 'slipway17change'].includes(workflowId)) return READ_BY_THE_FORM.includes(name);
	if (workflowId === 'slipway09secrets') return name in readSecretSyncAsk({});
	const begun = (item: JsonRecord): string =>
		JSON.stringify(
			workflowId === 'slipway03deploy'
				? readPlanned(item, '')
				: workflowId === 'slipway04rollback'
					? beginRollback(item, '')
					: [],
		);
	return [name, true].some((value) => begun({ [name]: value }) !== begun({}));
}

/** One item travels through these: what is decided is decided by operations. The others follow. */
const ON_THE_RECORD = [
	'01-deploy-from-github.json',
	'02-release.json',
	'03-deploy-service.json',
	'04-rollback-service.json',
	'11-record.json',
];

const ON_PLATFORMS = [
	'15-on-its-platform.json',
	'20-netlify.json',
	'21-fly.json',
	'22-ecs.json',
	'23-graphos.json',
	'24-temporal.json',
	'06-preview.json',
	'25-preview-part.json',
	'26-preview-database.json',
	'27-preview-app.json',
	'28-preview-site.json',
	'42-sweep-previews.json',
	'43-preview-from-github.json',
];

/** In all workflows together, between the braces. */
const MOST_EXPRESSION_CHARACTERS = 17_100;

/** Properties that n8n's expressions refuse, "due to security concerns" (n8n-workflow, `unsafeObjectProperties`). */
const REFUSED_PROPERTY = /\b(?:__proto__|prototype|constructor|caller|callee|arguments|binding|defineProperty)\b/;

describe('the bundle as a whole', () => {
	const expressions = () =>
		files.flatMap((file) =>
			steps(file).flatMap(({ name, parameters }) =>
				textsIn(parameters)
					.filter(({ text }) => text.startsWith('='))
					.map(({ text }) => ({ step: `${file} ${name}`, text })),
			),
		);

	it('looks back seldom, and never asks what has run', () => {
		const texts = expressions();
		expect(texts.filter(({ text }) => text.includes('isExecuted'))).toEqual([]);
		// Half of them in releases; the board, approvals and previews have the others.
		expect(texts.flatMap(({ text }) => text.match(/\$\('/g) ?? []).length).toBeLessThan(60);
	});

	it("gives its forms' first pages the look of the others, which operations make", () => {
		const firstPages = files.flatMap((file) => steps(file).filter(({ type }) => type === 'n8n-nodes-base.formTrigger'));
		expect(firstPages.length).toBeGreaterThan(1);
		for (const { parameters } of firstPages) expect(parameters).toMatchObject({ options: { customCss: formStyle } });
	});

	it('asks for no property that n8n refuses', () => {
		expect(expressions().filter(({ text }) => REFUSED_PROPERTY.test(text))).toEqual([]);
	});

	it('holds its rules in operations, not in expressions', () => {
		expect(expressions().filter(({ text }) => text.length > 120)).toEqual([]);
		const inBraces = expressions().flatMap(({ text }) =>
			[...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([, inner = '']) => inner),
		);
		expect(inBraces.join('').length).toBeLessThan(MOST_EXPRESSION_CHARACTERS);
	});
});

describe('the workflows on the record', () => {
	const texts = () =>
		ON_THE_RECORD.flatMap((file) =>
			steps(file).flatMap(({ name, parameters }) =>
				textsIn(parameters).map(({ text }) => ({ step: `${file} ${name}`, text })),
			),
		);

	it('hand one item on instead of looking back', () => {
		expect(texts().filter(({ text }) => text.includes('isExecuted'))).toEqual([]);
		const looksBack = texts().flatMap(({ step, text }) => (text.match(/\$\('/g) ?? []).map(() => step));
		expect(looksBack.length).toBeLessThan(15);
		for (const file of ON_THE_RECORD)
			expect(looksBack.filter((step) => step.startsWith(file)).length).toBeLessThanOrEqual(10);
	});

	it('hold no rule in an expression', () => {
		expect(texts().filter(({ text }) => text.startsWith('=') && text.length > 120)).toEqual([]);
	});

	it.each([...ON_THE_RECORD, ...ON_PLATFORMS])(
		'trust in %s no error output of a node of ours, and let none be run again',
		(file) => {
			expect(steps(file).length).toBeLessThanOrEqual(15);
			// What may stop nothing goes on with whatever was wrong in its field.
			const wired = steps(file).filter(
				({ type, raw, parameters }) =>
					isOurs(type) &&
					(raw.retryOnFail !== undefined ||
						![undefined, parameters.putResultInField ? 'continueRegularOutput' : undefined].includes(
							raw.onError as undefined,
						)),
			);
			expect(wired.map(({ name }) => name)).toEqual([]);
			// Whatever a platform says is put into a field; the record itself is handed on whole. A turn that cannot be
			// had ends the run, and a workflow that runs under a lock hands its item back with "run" beside it.
			const withoutField = steps(file).filter(
				({ type, parameters }) =>
					isOurs(type) &&
					!/Trigger$/.test(type) &&
					!['serviceDeployment', 'serviceRelease', 'servicePreview', 'turn'].includes(String(parameters.resource)) &&
					parameters.operation !== 'runWhileHeld' &&
					!parameters.putResultInField,
			);
			expect(withoutField.map(({ name }) => name)).toEqual([]);
		},
	);

	it('call with the whole item, in a version that keeps it when the called run dies', () => {
		const calls = [...ON_THE_RECORD, ...ON_PLATFORMS].flatMap((file) =>
			steps(file).filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow'),
		);
		expect(calls.length).toBeGreaterThan(4);
		for (const { name, typeVersion, parameters, raw } of calls) {
			expect({ name, mode: parameters.mode, isKeeping: typeVersion >= 1.3 }).toEqual({
				name,
				mode: 'each',
				isKeeping: true,
			});
			// A run that nobody waits for is begun, or this one ends as failed. What only tells stops nothing.
			const isStarted = readPath(parameters, 'options', 'waitForSubWorkflow') === false;
			const isTelling =
				raw.onError === 'continueRegularOutput' && readPath(parameters, 'workflowId', 'value') === 'slipway11record';
			expect({ name, onError: isTelling ? 'continueErrorOutput' : raw.onError }).toEqual({
				name,
				onError: isStarted ? undefined : 'continueErrorOutput',
			});
		}
	});

	// A step of n8n's own that throws leaves by its first output then: page, ledger and what comes after go on.
	it("record and tell whatever step of n8n's own fails before that", () => {
		const stopping = steps('11-record.json').filter(
			({ type, raw }) => !isOurs(type) && !/Trigger$/.test(type) && raw.onError === undefined,
		);
		// Handed on without it, what was recorded would be another item: whoever called goes on with its own.
		expect(stopping.map(({ name }) => name)).toEqual(['Take up the item again']);
	});
});

/** An end is an end: nothing is left to do there, and the workflow's notes say so. */
const OPEN_ON_PURPOSE: Readonly<Record<string, readonly string[]>> = {
	// Whatever is none of the four words was decided by no version of ours.
	'02-release.json': ['What is next? 4'],
	// No part changed: the comment was brought up to date, and that is all.
	'06-preview.json': ['If there is a row to keep 1'],
	// On other days nothing of the week is due.
	'40-daily.json': ['If it is Monday 1'],
	// What the asks do not confirm is no outage; the step before says why.
	'50-failover-on-grafana-alert.json': ['If it is down 1'],
};

function decidingOutputs({ type, raw, parameters }: BundleNode): number[] {
	if (type === 'n8n-nodes-base.if') return [0, 1];
	if (type === 'n8n-nodes-base.switch') {
		const rules = readPath(parameters, 'rules', 'values');
		const count = Array.isArray(rules) ? rules.length : 0;
		return Array.from({ length: count + 1 }, (_, index) => index);
	}
	return raw.onError === 'continueErrorOutput' ? [0, 1] : [];
}

/** By node, every node from which it can be reached. */
function ancestors(file: string): Map<string, Set<string>> {
	const found = new Map(steps(file).map(({ name }) => [name, new Set<string>()]));
	const connections = connectionsOf(workflow(file));
	for (let isChanged = true; isChanged;) {
		isChanged = false;
		for (const { from, to } of connections) {
			const target = found.get(to);
			if (!target) continue;
			for (const name of [from, ...(found.get(from) ?? [])]) {
				if (target.has(name)) continue;
				target.add(name);
				isChanged = true;
			}
		}
	}
	return found;
}

function tableColumns(): Map<string, Set<string>> {
	return new Map(
		files
			.flatMap(steps)
			.filter(({ parameters }) => parameters.resource === 'table' && parameters.operation === 'create')
			.map(({ parameters }) => {
				const columns = readPath(parameters, 'columns', 'column');
				const names = (Array.isArray(columns) ? columns : []).map((column) => String(readPath(column, 'name')));
				return [String(parameters.tableName), new Set(names)];
			}),
	);
}

interface Box {
	readonly name: string;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

const NODE_SIZE = 96;
/** n8n writes a node's name below it, centred, up to twice its width and over two lines. */
const LABEL_OVERHANG = 48;
const LABEL_HEIGHT = 44;

function boxOf({ name, type, position: [x, y], parameters }: BundleNode): Box {
	if (type === STICKY_NOTE) {
		const width = Number(parameters.width ?? 240);
		const height = Number(parameters.height ?? 160);
		return { name, left: x, right: x + width, top: y, bottom: y + height };
	}
	return {
		name,
		left: x - LABEL_OVERHANG,
		right: x + NODE_SIZE + LABEL_OVERHANG,
		top: y,
		bottom: y + NODE_SIZE + LABEL_HEIGHT,
	};
}

function doOverlap(one: Box, other: Box): boolean {
	return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
