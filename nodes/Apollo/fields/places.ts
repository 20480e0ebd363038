import { field, type Field } from '../../shared/fields/fields';
import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { SubgraphPlace } from '../api/publications';

const variant = locatorProperty({
	displayName: 'Variant',
	name: 'variant',
	description: 'The graph and its variant, such as candlefish@production',
	search: 'searchVariants',
	enter: [enteredAs('name', 'By Reference', 'candlefish@production')],
});

const anySubgraph = locatorProperty({
	displayName: 'Subgraph',
	name: 'subgraph',
	search: 'searchSubgraphs',
	enter: [enteredAs('name', 'By Name', 'gateway')],
});

/** The subgraph, or empty where Variant names it behind a slash. */
export const subgraphField = optionalLocator(
	anySubgraph,
	'The subgraph. Leave it empty where Variant names it too, as in candlefish@production/gateway.',
);

export const subgraphFilterField = optionalLocator(
	anySubgraph,
	'Only launches that brought a new schema of this subgraph to the routers. Leave it empty for all launches, or name it behind a slash in Variant.',
);

export const subgraphToWatchField = optionalLocator(
	anySubgraph,
	'The subgraph whose schema routers have to be served in the end. Leave it empty for the launch alone, or name it behind a slash in Variant.',
);

/** Read as `graph@variant`; without a variant it is `current`, as everywhere at Apollo. */
export const variantField: Field<string> = field(variant, (context) => placeIn(variant.read(context), '').reference);

/** Variant and Subgraph together; the subgraph may be empty. */
export function readPlace(context: OperationContext, subgraph: Field<string>): SubgraphPlace {
	return placeIn(variant.read(context), subgraph.read(context));
}

/** @throws ConfigurationError also where no subgraph is named. */
export function readSubgraphPlace(context: OperationContext): SubgraphPlace {
	const place = readPlace(context, subgraphField);
	if (place.subgraph !== '') return place;
	throw new ConfigurationError(
		`No subgraph of ${place.reference} is named`,
		'Choose one in Subgraph, or write it behind the variant: candlefish@production/gateway',
	);
}

const referencePattern = /^([A-Za-z][\w-]*)(?:@([^\s@]+))?$/;

function placeIn(entered: string, subgraph: string): SubgraphPlace {
	const end = subgraph === '' ? entered.lastIndexOf('/') : -1;
	const [whole, named] = end < 0 ? [entered, subgraph] : [entered.slice(0, end), entered.slice(end + 1)];
	const [, graphId, variantName = 'current'] = referencePattern.exec(whole) ?? [];
	if (graphId === undefined || (named !== '' && !/^[A-Za-z][\w-]*$/.test(named))) {
		throw new ConfigurationError(
			`"${entered}"${subgraph === '' ? '' : ` with the subgraph "${subgraph}"`} is not a variant of a graph`,
			'Enter graph@variant, or graph@variant/subgraph, such as candlefish@production/gateway',
		);
	}
	return { reference: `${graphId}@${variantName}`, subgraph: named };
}

export const launchField: Field<string> = locatorProperty({
	displayName: 'Launch',
	name: 'launch',
	description: 'A launch of that variant',
	search: 'searchLaunches',
	enter: [enteredAs('id', 'By ID', '1d9c6ff5-9d5d-4e0c-8f1b-0c5a4a6f3d11')],
});
