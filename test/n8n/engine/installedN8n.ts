import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeType, IVersionedNodeType } from 'n8n-workflow';

import { isRecord, readString } from '../../../tools/json';
import { n8nRuntime } from '../../../tools/n8n/runtime';

const modules = join(n8nRuntime().folder, 'node_modules');
const basePackage = join(modules, 'n8n-nodes-base');

/** Whether n8n's own nodes are on this machine: `npm test` installs them. */
export const isN8nInstalled = existsSync(join(basePackage, 'dist', 'known', 'nodes.json'));

let hasSaidThatItSkips = false;

/** `describe`, or one line that says what is skipped where n8n is not installed. */
export function describeOnEngine(name: string, body: () => void): void {
	if (isN8nInstalled) {
		describe(name, body);
		return;
	}
	if (!hasSaidThatItSkips) {
		hasSaidThatItSkips = true;
		process.stderr.write(`Skipped, since n8n is not installed (npm test installs it): ${name}\n`);
	}
	describe.skip(name, body);
}

/** A package as n8n itself loads it. */
function requireFromN8n(name: string): Record<string, unknown> {
	const loaded: unknown = createRequire(join(basePackage, 'package.json'))(name);
	if (!isRecord(loaded)) throw new Error(`${name} exports nothing`);
	return loaded;
}

type ErrorClass = new (message: string, options?: object) => Error;
type NodeErrorClass = new (node: unknown, message: string, options?: object) => Error;

/**
 * n8n's errors, of the very classes that n8n's nodes compare with: an `instanceof` decides there by
 * which output an item leaves.
 */
export function n8nErrors(): {
	readonly UserError: ErrorClass;
	readonly UnexpectedError: ErrorClass;
	readonly WorkflowOperationError: ErrorClass;
	readonly NodeOperationError: NodeErrorClass;
} {
	const { UserError, UnexpectedError, WorkflowOperationError, NodeOperationError } = requireFromN8n('n8n-workflow');
	return {
		UserError: UserError as ErrorClass,
		UnexpectedError: UnexpectedError as ErrorClass,
		WorkflowOperationError: WorkflowOperationError as ErrorClass,
		NodeOperationError: NodeOperationError as NodeErrorClass,
	};
}

let known: Record<string, unknown> | undefined;

/** One of n8n's own nodes, by its type's name without the package. */
export function loadN8nNode(name: string): INodeType | IVersionedNodeType {
	if (known === undefined) {
		const parsed: unknown = JSON.parse(readFileSync(join(basePackage, 'dist', 'known', 'nodes.json'), 'utf8'));
		known = isRecord(parsed) ? parsed : {};
	}
	const entry = known[name];
	const file = isRecord(entry) ? readString(entry, 'sourcePath') : undefined;
	const className = isRecord(entry) ? readString(entry, 'className') : undefined;
	if (file === undefined || className === undefined) throw new Error(`n8n has no node n8n-nodes-base.${name}`);
	const NodeClass = requireFromN8n(`n8n-nodes-base/${file}`)[className] as new () => INodeType | IVersionedNodeType;
	return new NodeClass();
}
