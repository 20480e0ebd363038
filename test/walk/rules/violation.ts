/** Something that the product must never do, or leave. */
export class Violation extends Error {
	override readonly name = 'Violation';
}
