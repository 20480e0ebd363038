import type { Resource } from '../../nodes/shared/operation/operation';

/** Names and option values are kept in saved workflows: a change here breaks them. */
export function itKeepsParameters(resources: readonly Resource[]): void {
	describe('parameters', () => {
		it.each(
			resources.flatMap((resource) =>
				resource.operations.map((operation) => [resource.value, operation.value, operation] as const),
			),
		)('of %s: %s stay as they are', (_resource, _operation, operation) => {
			const contract = operation.properties.map(({ name, type, default: initial, options }) => ({
				name,
				type,
				default: initial,
				...(options && {
					options: options.map((option) => ('value' in option ? option.value : option.name)),
				}),
			}));
			expect(contract).toMatchSnapshot();
		});
	});
}
