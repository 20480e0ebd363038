import { GraphQLError, Kind, parse, print, type DocumentNode, type FieldDefinitionNode } from 'graphql';

import type { BuildProblem } from './model';

export interface SubgraphDocument {
	readonly name: string;
	readonly sdl: string;
}

export type Composition =
	| { readonly ok: true; readonly supergraph: string }
	| { readonly ok: false; readonly problems: readonly BuildProblem[] };

interface SeenField {
	readonly subgraph: string;
	readonly field: FieldDefinitionNode;
	readonly isKey: boolean;
}

/** What federation and GraphQL define themselves. */
const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID', '_Any', '_Entity', '_Service', 'FieldSet']);

/**
 * Composes subgraphs by the rules that break most: a document must parse, a type that is used must be there, a field
 * that two subgraphs have must be of one type and be shareable, and somebody must have a query. Apollo knows many more.
 */
export function compose(subgraphs: readonly SubgraphDocument[]): Composition {
	const problems: BuildProblem[] = [];
	const documents: Array<readonly [string, DocumentNode]> = [];
	for (const { name, sdl } of subgraphs) {
		try {
			documents.push([name, parse(sdl)]);
		} catch (error) {
			if (!(error instanceof GraphQLError)) throw error;
			problems.push(problem('INVALID_GRAPHQL', `[${name}] ${error.message}`, error.locations ?? []));
		}
	}
	if (problems.length === 0) problems.push(...unknownTypes(documents), ...unsharedFields(documents));
	const hasQuery = documents.some(([, { definitions }]) =>
		definitions.some(
			(definition) =>
				(definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
				definition.name.value === 'Query',
		),
	);
	if (problems.length === 0 && !hasQuery) {
		problems.push(
			problem('NO_QUERIES', 'No queries found in any subgraph: a supergraph must have a query root type.', []),
		);
	}
	if (problems.length > 0) return { ok: false, problems };
	return {
		ok: true,
		supergraph: documents.map(([name, document]) => `# from ${name}\n${print(document)}`).join('\n\n'),
	};
}

/** The fields of each object type: `Product.name`. */
export function fieldsIn(sdl: string): ReadonlySet<string> {
	const fields = new Set<string>();
	try {
		for (const [type, { field }] of objectFields([['', parse(sdl)]])) fields.add(`${type}.${field.name.value}`);
	} catch (error) {
		if (!(error instanceof GraphQLError)) throw error;
	}
	return fields;
}

function problem(code: string, message: string, locations: BuildProblem['locations']): BuildProblem {
	return { code, message, failedStep: 'COMPOSITION', locations };
}

type Documents = ReadonlyArray<readonly [string, DocumentNode]>;

function objectFields(documents: Documents): Array<readonly [string, SeenField]> {
	return documents.flatMap(([subgraph, { definitions }]) =>
		definitions.flatMap((definition) => {
			if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
			const keys = (definition.directives ?? []).flatMap(({ name, arguments: given }) =>
				name.value === 'key' ? (given ?? []).map(({ value }) => print(value)) : [],
			);
			return (definition.fields ?? []).map((field) => {
				const isKey = keys.some((key) => new RegExp(`\\b${field.name.value}\\b`).test(key));
				return [definition.name.value, { subgraph, field, isKey }] as const;
			});
		}),
	);
}

function unknownTypes(documents: Documents): BuildProblem[] {
	const known = new Set(builtIn);
	for (const [, { definitions }] of documents) {
		for (const definition of definitions) if ('name' in definition && definition.name) known.add(definition.name.value);
	}
	return objectFields(documents).flatMap(([type, { subgraph, field }]) => {
		const used = /[A-Za-z_]\w*/.exec(print(field.type))?.[0] ?? '';
		if (known.has(used)) return [];
		return [
			problem(
				'INVALID_GRAPHQL',
				`[${subgraph}] Unknown type "${used}" of ${type}.${field.name.value}.`,
				positionOf(field),
			),
		];
	});
}

function unsharedFields(documents: Documents): BuildProblem[] {
	const seen = new Map<string, SeenField>();
	const problems: BuildProblem[] = [];
	for (const [type, here] of objectFields(documents)) {
		const coordinate = `${type}.${here.field.name.value}`;
		const there = seen.get(coordinate);
		seen.set(coordinate, here);
		if (there === undefined || there.subgraph === here.subgraph) continue;
		const [one, other] = [print(there.field.type), print(here.field.type)];
		if (one !== other) {
			const words = `Type of field "${coordinate}" is incompatible across subgraphs: it has type "${one}" in subgraph "${there.subgraph}" but type "${other}" in subgraph "${here.subgraph}".`;
			problems.push(problem('FIELD_TYPE_MISMATCH', words, positionOf(here.field)));
		} else if (!isShared(there) || !isShared(here)) {
			const words = `Non-shareable field "${coordinate}" is resolved from multiple subgraphs: it is resolved from subgraphs "${there.subgraph}" and "${here.subgraph}".`;
			problems.push(problem('INVALID_FIELD_SHARING', words, positionOf(here.field)));
		}
	}
	return problems;
}

function isShared({ field, isKey }: SeenField): boolean {
	return isKey || (field.directives ?? []).some(({ name }) => name.value === 'shareable' || name.value === 'external');
}

function positionOf({ loc }: FieldDefinitionNode): BuildProblem['locations'] {
	return loc ? [{ line: loc.startToken.line, column: loc.startToken.column }] : [];
}
