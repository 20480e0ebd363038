/** The part of Node's global that is used here: TypeScript has it in the browsers' library alone. */
declare namespace WebAssembly {
	interface Module {
		readonly [Symbol.toStringTag]: string;
	}
	function compile(bytes: Uint8Array): Promise<Module>;
}
