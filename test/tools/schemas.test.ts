import { schemaOf, shapeOf } from '../../tools/schemas/shape';

const schema = (...items: unknown[]): unknown => schemaOf(shapeOf(items));

it('has every field that any item had, with the type it has when it is there', () => {
	expect(schema({ id: 'a', commit: null }, { id: 'b', commit: 'c1', machines: [] })).toEqual({
		type: 'object',
		properties: { id: { type: 'string' }, commit: { type: 'string' }, machines: { type: 'array' } },
	});
});

it('looks into objects and lists whose fields are ours', () => {
	expect(
		schema({ artifact: { kind: 'image', digest: null }, machines: [{ id: 'm1' }, { id: 'm2', region: 'ord' }] }),
	).toEqual({
		type: 'object',
		properties: {
			artifact: { type: 'object', properties: { kind: { type: 'string' }, digest: { type: 'null' } } },
			machines: {
				type: 'array',
				items: { type: 'object', properties: { id: { type: 'string' }, region: { type: 'string' } } },
			},
		},
	});
});

// Else the names of somebody's secrets and containers would stand in the editor as fields.
it.each([
	['names that differ from one to the next', { web: 'a' }, { worker: 'b' }],
	['names of environment variables', { DATABASE_URL: 'a' }, { DATABASE_URL: 'a' }],
])('takes an object for a map by %s', (_, one, other) => {
	expect(schema({ values: one }, { values: other })).toEqual({
		type: 'object',
		properties: { values: { type: 'object' } },
	});
});
