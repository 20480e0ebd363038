import type { INodeProperties } from 'n8n-workflow';

import { allCredentials, allNodes } from './nodeClasses';

/** `resource/operation: name (type)`, and the values a choice may have: all that a saved workflow holds. */
function describeProperty(property: INodeProperties): string {
	const show = property.displayOptions?.show ?? {};
	const place = [show.resource, show.operation]
		.map((values) => values?.join('|') ?? '')
		.filter(Boolean)
		.join('/');
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
it.each(allNodes().map((node) => [node.description.name, node] as const))(
	'keeps the parameter names of %s',
	(_name, { description }) => {
		expect(description.properties.map(describeProperty)).toMatchSnapshot();
	},
);

it.each(allCredentials().map((credential) => [credential.name, credential] as const))(
	'keeps the fields of the credential %s',
	(_name, { properties }) => {
		expect(properties.map(({ name, type }) => `${name} (${type})`)).toMatchSnapshot();
	},
);

it('finds nodes and credentials', () => {
	expect(allNodes().length).toBeGreaterThanOrEqual(7);
	expect(allCredentials().length).toBeGreaterThanOrEqual(4);
});
