import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parseDocument } from '../../../sandbox/fly/graphql/document';
import { executeGraphql } from '../../../sandbox/fly/graphql/execute';
import { parseSchema } from '../../../sandbox/fly/graphql/schema';
import { writeType } from '../../../sandbox/fly/graphql/tokens';
import { validateOperation } from '../../../sandbox/fly/graphql/validate';
import { flySchema } from '../../../sandbox/fly/schema';
import { readVendorSchema } from './flySandbox';

const operationsPath = resolve(__dirname, '../../../../shared/contracts/fly/operations.graphql');
const vendor = readVendorSchema();
const own = parseSchema(flySchema);
const withVendor = vendor && existsSync(operationsPath) ? test : test.skip;

withVendor('everything in the sandbox\'s schema is in the vendor\'s, the same', () => {
	const differences: string[] = [];
	for (const [name, type] of own.types) {
		const theirs = vendor?.types.get(name);
		if (theirs?.kind !== type.kind) {
			differences.push(`${name} is ${theirs?.kind ?? 'missing'}`);
		} else if (type.kind === 'enum' && theirs.kind === 'enum') {
			if (type.values.join() !== [...theirs.values].sort().join()) differences.push(`enum ${name}`);
		} else if (type.kind === 'input' && theirs.kind === 'input') {
			const written = (fields: typeof type.fields): string[] =>
				[...fields].map(([field, { type: of }]) => `${name}.${field}: ${writeType(of)}`).sort();
			// An input must be whole: a field left out here would refuse what the vendor takes.
			if (written(type.fields).join() !== written(theirs.fields).join()) {
				differences.push(`input ${name}`);
			}
		} else if (
			(type.kind === 'object' || type.kind === 'interface') &&
			(theirs.kind === 'object' || theirs.kind === 'interface')
		) {
			for (const [field, definition] of type.fields) {
				const other = theirs.fields.get(field);
				const describe = (from: typeof definition): string =>
					`${writeType(from.type)} (${[...from.arguments].map(([key, { type: of }]) => `${key}: ${writeType(of)}`).sort().join()})`;
				if (!other) differences.push(`${name}.${field} is missing`);
				else if (describe(other) !== describe(definition)) {
					differences.push(`${name}.${field}: ${describe(other)}, not ${describe(definition)}`);
				}
			}
			for (const implemented of type.interfaces) {
				if (!theirs.interfaces.includes(implemented)) differences.push(`${name} is no ${implemented}`);
			}
		}
	}
	expect(differences).toEqual([]);
	expect([own.query, own.mutation]).toEqual([vendor?.query, vendor?.mutation]);
});

withVendor('every document of the vendor\'s clients is valid, here and there', () => {
	const document = parseDocument(readFileSync(operationsPath, 'utf8'));
	expect(document.operations.length).toBeGreaterThanOrEqual(10);
	for (const operation of document.operations) {
		expect(validateOperation(own, document, operation)).toEqual([]);
		if (vendor) expect(validateOperation(vendor, document, operation)).toEqual([]);
	}
});

const roots = {
	query: { app: () => ({ id: 'a', name: 'a', organization: { id: 'o', slug: 's' } }) },
	mutation: {},
};

test.each([
	['{ app(name: "a") { nme } }', 'Field \'nme\' doesn\'t exist on type \'App\''],
	['{ app(title: "a") { name } }', 'Field \'app\' doesn\'t accept argument \'title\''],
	['{ app(name: 1) { name } }', 'Field \'app\'.name is no String'],
	['{ app(name: "a") }', 'Field must have selections'],
	['{ app(name: "a") { name { x } } }', 'Selections can\'t be made on \'name\''],
	['query A($n: Int) { app(name: $n) { name } }', 'Type mismatch on variable $n'],
	['query A($n: String) { app { name } }', 'Variable $n is declared but not used'],
	['query A { app(name: $n) { name } }', 'Variable $n is used but not declared'],
	['query A($n: String!) { app(name: $n) { name } }', '$n expected value to not be null'],
	['mutation { lockApp { lockId } }', 'missing required arguments: input'],
	['{ app(name: "a") { ...Gone } }', 'Fragment Gone was used, but not defined'],
	['{ app(name: "a") { name }', 'Parse error'],
	['{ app(name: %) { name } }', 'Parse error'],
])('%s is refused', (query, message) => {
	const answer = executeGraphql(own, roots, { query, variables: {} });
	expect(answer.data).toBeUndefined();
	expect(String(answer.errors?.[0]?.['message'])).toContain(message);
});

test('aliases, fragments, directives and __typename are answered', () => {
	const query = `
		query A($with: Boolean!, $name: String = "a") {
			first: app(name: $name) { __typename ...Named ... on Node { id } state @include(if: $with) }
			app(name: $name) { organization { slug } organization { id } ... on User { email } }
		}
		fragment Named on App { called: name }`;
	expect(executeGraphql(own, roots, { query, variables: { with: false } })).toEqual({
		data: {
			first: { __typename: 'App', called: 'a', id: 'a' },
			app: { organization: { slug: 's', id: 'o' } },
		},
	});
});
