import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { UsageError } from '../arguments';
import { changeFile, formatFiles, withEntry, withImport, type Written, writeNewFiles } from './files';
import { actionOf, exportOf, phraseOf, requireCamelCase, requirePascalCase, titleOf } from './names';

export interface OperationNames {
	/** A room below `nodes/`: `Fly`. */
	readonly platform: string;
	/** `machine`; made when there is none. */
	readonly resource: string;
	/** `suspend`. */
	readonly verb: string;
}

/** Writes an operation, its entry in the one list, and a test that fails until it does something. */
export async function newOperation(root: string, names: OperationNames): Promise<Written> {
	const platform = requirePascalCase(names.platform, 'The platform');
	const resource = requireCamelCase(names.resource, 'The resource');
	const verb = requireCamelCase(names.verb, 'The operation');
	const node = actionNodeOf(root, platform);
	const folder = `nodes/${platform}/actions/${resource}`;
	const file = `${folder}/${verb}.operation.ts`;
	const test = `test/nodes/${platform}/${resource}${verb.charAt(0).toUpperCase()}${verb.slice(1)}.test.ts`;
	const list = `${folder}/index.ts`;
	const isNewResource = !existsSync(path.join(root, list));
	const files = await writeNewFiles(root, {
		[file]: operationText(resource, verb, file),
		[test]: testText(platform, node, resource, verb),
		...(isNewResource && { [list]: resourceText(resource, verb) }),
	});
	const changed = isNewResource
		? await addToList(
				root,
				`nodes/${platform}/actions/index.ts`,
				/resources: readonly Resource(?:<\w+>)?\[\] = \[/,
				resource,
				`./${resource}`,
			)
		: await addToList(root, list, /operations: \[/, exportOf(verb, resource), `./${verb}.operation`);
	await formatFiles(root, [...files, changed]);
	return {
		files: [...files, changed],
		next: `Write ${file}; ${test} fails until it does what it says (npx jest ${test}).\nIf it writes: is it safe to retry? If it waits: use pollUntil (CONTRIBUTING.md, "Add an operation").\nThe sandbox answers a path it does not know with 501: its routes are in sandbox/${sandboxFolderOf(root, platform)}.`,
	};
}

async function addToList(
	root: string,
	file: string,
	opening: RegExp,
	entry: string,
	specifier: string,
): Promise<string> {
	return await changeFile(root, file, entry, (text) =>
		withEntry(withImport(text, `import { ${entry} } from '${specifier}';`), opening, entry),
	);
}

/** The class of the room's action node: `NetlifyDeployments`. */
function actionNodeOf(root: string, platform: string): string {
	const folder = path.join(root, 'nodes', platform);
	const nodes = existsSync(folder)
		? readdirSync(folder).filter((name) => name.endsWith('.node.ts') && !name.endsWith('Trigger.node.ts'))
		: [];
	const [node] = nodes;
	if (node !== undefined && existsSync(path.join(folder, 'actions'))) return node.replace('.node.ts', '');
	const rooms = readdirSync(path.join(root, 'nodes')).filter((name) =>
		existsSync(path.join(root, 'nodes', name, 'actions')),
	);
	throw new UsageError(
		`nodes/${platform} has no operations. Those which have: ${rooms.join(', ')}. A new one: npm run new -- platform ${platform}`,
	);
}

function sandboxFolderOf(root: string, platform: string): string {
	const folders = readdirSync(path.join(root, 'sandbox'));
	return (
		folders.find((name) => name === platform.toLowerCase()) ??
		folders.find((name) => platform.toLowerCase().startsWith(name)) ??
		''
	);
}

function operationText(resource: string, verb: string, file: string): string {
	const action = actionOf(verb, resource);
	return `import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';

export const ${exportOf(verb, resource)}: Operation = {
	value: '${verb}',
	name: '${titleOf(verb)}',
	action: '${action}',
	description: '${action}',
	properties: [],
	async execute() {
		throw new OperationFailure('"${action}" is not written yet', 'Write it in ${file}');
	},
};
`;
}

function resourceText(resource: string, verb: string): string {
	const name = exportOf(verb, resource);
	return `import type { Resource } from '../../../shared/operation/operation';
import { ${name} } from './${verb}.operation';

export const ${resource}: Resource = { value: '${resource}', name: '${titleOf(resource)}', operations: [${name}] };
`;
}

function testText(platform: string, node: string, resource: string, verb: string): string {
	return `import { ${node} } from '../../../nodes/${platform}/${node}.node';
import { runNode } from '../../n8n/nodeHarness';

it('can ${phraseOf(verb)} ${/^[aeiou]/.test(resource) ? 'an' : 'a'} ${phraseOf(resource)}', async () => {
	const [item] = await runNode({ node: new ${node}(), parameters: { resource: '${resource}', operation: '${verb}' } });
	expect(item?.json).toMatchObject({});
});
`;
}
