import { nearNames } from '../../../deployment/values/nearNames';

/** What to do about a subgraph that is not there. */
export function adviceOnSubgraph(name: string, names: readonly string[]): string {
	const [near] = nearNames(name, names);
	if (near !== undefined) return `Did you mean ${near}?`;
	return names.length === 0 ? 'It has no subgraphs: publish one first' : `It has ${names.join(', ')}`;
}
