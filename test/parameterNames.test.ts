import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';

const root = path.resolve(__dirname, '..');

function isNode(value: unknown): value is new () => INodeType {
	return typeof value === 'function';
}

function isCredential(value: unknown): value is new () => ICredentialType {
	return typeof value === 'function';
}

function nodes(): INodeType[] {
	return readdirSync(path.join(root, 'nodes')).flatMap((folder) => {
		const file = path.join(root, 'nodes', folder, `${folder}.node.ts`);
		if (!existsSync(file)) return [];
		const exported: Record<string, unknown> = jest.requireActual(file);
		const nodeClass = exported[folder];
		return isNode(nodeClass) ? [new nodeClass()] : [];
	});
}

function credentials(): ICredentialType[] {
	return readdirSync(path.join(root, 'credentials'))
		.filter((file) => file.endsWith('.credentials.ts'))
		.flatMap((file) => {
			const exported: Record<string, unknown> = jest.requireActual(path.join(root, 'credentials', file));
			const credentialClass = exported[file.replace('.credentials.ts', '')];
			return isCredential(credentialClass) ? [new credentialClass()] : [];
		});
}

/** `resource/operation: name (type)`, and the values a choice may have: all that a saved workflow holds. */
function describeProperty(property: INodeProperties): string {
	const show = property.displayOptions?.show ?? {};
	const place = [show.resource, show.operation].map((values) => values?.join('|') ?? '').filter(Boolean).join('/');
	const options = property.options ?? [];
	const values =
		property.type === 'options' || property.type === 'multiOptions'
			? ` = ${options.map((option) => ('value' in option ? String(option.value) : '')).join(' | ')}`
			: property.type === 'collection' || property.type === 'fixedCollection'
				? ` { ${options.map(({ name }) => name).join(', ')} }`
				: '';
	return `${place ? `${place}: ` : ''}${property.name} (${property.type})${values}`;
}

// Saved workflows hold these names: a change here breaks workflows that people have. Adding is fine.
it.each(nodes().map((node) => [node.description.name, node] as const))(
	'keeps the parameter names of %s',
	(_name, { description }) => {
		expect(description.properties.map(describeProperty)).toMatchSnapshot();
	},
);

it.each(credentials().map((credential) => [credential.name, credential] as const))(
	'keeps the fields of the credential %s',
	(_name, { properties }) => {
		expect(properties.map(({ name, type }) => `${name} (${type})`)).toMatchSnapshot();
	},
);

it('finds nodes and credentials', () => {
	expect(nodes().length).toBeGreaterThanOrEqual(7);
	expect(credentials().length).toBeGreaterThanOrEqual(4);
});
