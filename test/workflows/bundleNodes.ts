import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { INode, INodeTypeDescription } from 'n8n-workflow';

import { isRecord, type JsonRecord, readRecords } from '../../tools/json';
import { n8nRuntime } from '../../tools/n8n/runtime';
import type { BundledWorkflow } from '../../tools/workflows/bundle';
import { nodeFiles } from '../nodeClasses';

export const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

export function isOurs(type: string): boolean {
	return type.startsWith('n8n-nodes-slipway.');
}

function isNodeClass(value: unknown): value is new () => { description: INodeTypeDescription } {
	return typeof value === 'function';
}

/** Our nodes' descriptions as their sources have them now, by full type name. */
export function ourDescriptions(): Map<string, INodeTypeDescription> {
	const found = new Map<string, INodeTypeDescription>();
	for (const { className, file } of nodeFiles) {
		const exported: Record<string, unknown> = jest.requireActual(file);
		const nodeClass = exported[className];
		if (!isNodeClass(nodeClass)) throw new Error(`${file} exports no class ${className}`);
		const { description } = new nodeClass();
		found.set(`n8n-nodes-slipway.${description.name}`, description);
	}
	return found;
}

function isDescription(value: unknown): value is INodeTypeDescription {
	return isRecord(value) && typeof value.name === 'string' && Array.isArray(value.properties);
}

/** The description of one version of one of n8n's own nodes, from the n8n that the tests run. */
export function coreDescriptions(): (type: string, version: number) => INodeTypeDescription | undefined {
	const file = path.join(n8nRuntime().folder, 'node_modules/n8n-nodes-base/dist/types/nodes.json');
	const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
	const all = Array.isArray(parsed) ? parsed.filter(isDescription) : [];
	return (type, version) =>
		all.find(
			(description) =>
				`n8n-nodes-base.${description.name}` === type &&
				(Array.isArray(description.version) ? description.version.includes(version) : description.version === version),
		);
}

export interface BundleNode extends INode {
	readonly raw: JsonRecord;
}

/** The nodes of a bundled workflow, sticky notes too. */
export function nodesOf(workflow: BundledWorkflow): BundleNode[] {
	return readRecords(workflow.content, 'nodes').map((raw) => {
		const { id, name, type, typeVersion, position, parameters } = raw;
		const [x, y] = Array.isArray(position) ? position : [];
		if (
			typeof id !== 'string' ||
			typeof name !== 'string' ||
			typeof type !== 'string' ||
			typeof typeVersion !== 'number' ||
			typeof x !== 'number' ||
			typeof y !== 'number' ||
			!isParameters(parameters)
		) {
			throw new Error(`${workflow.file}: a node is not whole: ${JSON.stringify(raw).slice(0, 200)}`);
		}
		return { id, name, type, typeVersion, position: [x, y], parameters, raw };
	});
}

function isParameters(value: unknown): value is INode['parameters'] {
	return isRecord(value);
}

export interface Connection {
	readonly from: string;
	readonly output: number;
	readonly to: string;
}

export function connectionsOf(workflow: BundledWorkflow): Connection[] {
	const { connections } = workflow.content;
	if (!isRecord(connections)) return [];
	return Object.entries(connections).flatMap(([from, kinds]) => {
		const outputs = isRecord(kinds) && Array.isArray(kinds.main) ? kinds.main : [];
		return outputs.flatMap((targets: unknown, output) =>
			(Array.isArray(targets) ? targets.filter(isRecord) : []).map((target) => ({
				from,
				output,
				to: String(target.node),
			})),
		);
	});
}

/** Every text below a value, with its path: for looking into expressions. */
export function textsIn(value: unknown, at = ''): Array<{ readonly at: string; readonly text: string }> {
	if (typeof value === 'string') return [{ at, text: value }];
	if (Array.isArray(value)) return value.flatMap((entry, index) => textsIn(entry, `${at}[${index}]`));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, entry]) => textsIn(entry, at === '' ? key : `${at}.${key}`));
}

/** Keys that n8n would drop because the node has no such field in this place. */
export function unknownKeys(given: unknown, known: unknown, at = ''): string[] {
	if (Array.isArray(given)) {
		return given.flatMap((entry, index) =>
			unknownKeys(entry, Array.isArray(known) ? known[index] : undefined, `${at}[${index}]`),
		);
	}
	if (!isRecord(given)) return [];
	// A resource mapper, a locator and a filter are one value each: n8n checks what is in them itself.
	if ('mappingMode' in given || given.__rl === true || 'combinator' in given) return [];
	return Object.entries(given).flatMap(([key, value]) =>
		isRecord(known) && key in known ? unknownKeys(value, known[key], `${at}.${key}`) : [`${at}.${key}`],
	);
}
