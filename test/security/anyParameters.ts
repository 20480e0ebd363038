import type { INodeParameters, INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

export interface Choice {
	readonly resource: string | null;
	readonly operation: string | null;
}

/** All that a node's two menus can be set to; one empty choice for a node without them. */
export function choicesOf({ description }: INodeType): Choice[] {
	const operations = description.properties.filter(({ name, type }) => name === 'operation' && type === 'options');
	if (operations.length === 0) return [{ resource: null, operation: null }];
	return operations.flatMap(({ displayOptions, options }) =>
		(displayOptions?.show?.resource ?? [null]).flatMap((resource) =>
			(options ?? []).map((option) => ({
				resource: resource === null ? null : String(resource),
				operation: 'value' in option ? String(option.value) : '',
			})),
		),
	);
}

/** Every field of an operation filled with something that its kind of field can hold. */
export function filledParameters(description: INodeTypeDescription, { resource, operation }: Choice): INodeParameters {
	const shown = description.properties.filter(({ displayOptions }) => {
		const { resource: resources, operation: operations } = displayOptions?.show ?? {};
		return (
			(resources === undefined || resources.includes(resource ?? '')) &&
			(operations === undefined || operations.includes(operation ?? ''))
		);
	});
	return {
		...Object.fromEntries([...shown].reverse().map((property) => [property.name, filled(property)])),
		...(resource !== null && { resource }),
		...(operation !== null && { operation }),
	};
}

const commit = 'a'.repeat(40);

/** By the name of the field, where only some texts are taken. */
const texts: ReadonlyArray<readonly [RegExp, string]> = [
	[/sha|commit/i, commit],
	[/repository/i, 'candlefish-ai/candlefish'],
	[/email/i, 'me@example.com'],
	[/json|body|inputs|payload|details/i, '{"a":"b"}'],
	[/digest/i, `sha256:${'b'.repeat(64)}`],
	[/arn/i, 'arn:aws:ecs:us-east-1:123456789012:service/main/web'],
	[/image/i, 'registry.example.com/app:v1'],
];

/** Rows that a step before would have read. */
const catalogRows = JSON.stringify([
	{
		id: 1,
		service: 'paintbox',
		environment: 'production',
		platform: 'netlify',
		target: 'paintbox',
		repository: 'candlefish-ai/candlefish',
		branch: 'main',
		enabled: true,
	},
]);

function filled(property: INodeProperties): INodeParameters[string] {
	const { type, name, default: fallback } = property;
	if (name === 'catalogRows') return catalogRows;
	if (type === 'resourceLocator') {
		const mode = property.modes?.find(({ name: each }) => each !== 'list')?.name ?? 'id';
		return { __rl: true, mode, value: textFor(name) };
	}
	if (type === 'string' || type === 'json')
		return fallback === '' || fallback === '{}' ? textFor(name) : (fallback as string);
	if (/timeout/i.test(name) && type === 'number') return 20;
	return fallback as INodeParameters[string];
}

function textFor(name: string): string {
	return texts.find(([pattern]) => pattern.test(name))?.[1] ?? 'paintbox';
}
