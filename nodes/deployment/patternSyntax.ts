/** A regular expression, taken apart. Characters are UTF-16 code units, as in JavaScript without the `u` flag. */
export type PatternNode =
	| { readonly kind: 'character'; readonly accepts: CharacterTest }
	| { readonly kind: 'assertion'; readonly at: 'start' | 'end' | 'wordBoundary' | 'noWordBoundary' }
	| { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
	| { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
	| {
			readonly kind: 'repeat';
			readonly part: PatternNode;
			readonly minimum: number;
			/** Infinity for `*` and `+`. */
			readonly maximum: number;
	  };

export type CharacterTest = (code: number) => boolean;

export const isWordCode: CharacterTest = (code) =>
	(code >= 48 && code <= 57) ||
	(code >= 65 && code <= 90) ||
	code === 95 ||
	(code >= 97 && code <= 122);
const isDigitCode: CharacterTest = (code) => code >= 48 && code <= 57;
const isSpaceCode: CharacterTest = (code) => /\s/.test(String.fromCharCode(code));
const isLineEnd: CharacterTest = (code) =>
	code === 10 || code === 13 || code === 0x2028 || code === 0x2029;

const not =
	(test: CharacterTest): CharacterTest =>
	(code) =>
		!test(code);

const classEscapes: Readonly<Record<string, CharacterTest>> = {
	d: isDigitCode,
	D: not(isDigitCode),
	w: isWordCode,
	W: not(isWordCode),
	s: isSpaceCode,
	S: not(isSpaceCode),
};

const controlEscapes: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };

/**
 * The pattern's tree. Takes what JavaScript takes, but no look-around and no back references, which
 * cannot be matched in linear time.
 * @throws SyntaxError with a sentence about what cannot be read.
 */
export function parsePattern(pattern: string): PatternNode {
	const reader = new PatternReader(pattern);
	const node = reader.readChoice();
	if (!reader.isAtEnd) throw new SyntaxError('a ")" closes no group');
	return node;
}

class PatternReader {
	private position = 0;

	constructor(private readonly pattern: string) {}

	get isAtEnd(): boolean {
		return this.position >= this.pattern.length;
	}

	readChoice(): PatternNode {
		const options = [this.readSequence()];
		while (this.take('|')) options.push(this.readSequence());
		return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
	}

	private readSequence(): PatternNode {
		const parts: PatternNode[] = [];
		while (!this.isAtEnd && this.peek() !== '|' && this.peek() !== ')') {
			parts.push(this.readRepeated());
		}
		return { kind: 'sequence', parts };
	}

	private readRepeated(): PatternNode {
		const part = this.readAtom();
		const quantifier = this.takeMatch(/^(?:[*+?]|\{\d+(?:,\d*)?\})/);
		if (quantifier === null) return part;
		this.take('?');
		if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(this.rest())) {
			throw new SyntaxError(`"${this.peek()}" repeats nothing`);
		}
		const [minimum, maximum] = boundsOf(quantifier);
		if (minimum > maximum) throw new SyntaxError(`"${quantifier}" ends before it starts`);
		return { kind: 'repeat', part, minimum, maximum };
	}

	private readAtom(): PatternNode {
		const next = this.next();
		switch (next) {
			case '^':
				return { kind: 'assertion', at: 'start' };
			case '$':
				return { kind: 'assertion', at: 'end' };
			case '.':
				return { kind: 'character', accepts: not(isLineEnd) };
			case '(':
				return this.readGroup();
			case '[':
				return { kind: 'character', accepts: this.readClass() };
			case '\\':
				return this.readEscape();
			case '*':
			case '+':
			case '?':
				throw new SyntaxError(`"${next}" repeats nothing`);
			default:
				return literal(next.charCodeAt(0));
		}
	}

	private readGroup(): PatternNode {
		if (/^\?<?[=!]/.test(this.rest())) throw new SyntaxError('look-ahead and look-behind are not supported');
		if (this.peek() === '?' && this.takeMatch(/^\?(?::|<[A-Za-z_$][\w$]*>)/) === null) {
			throw new SyntaxError(`"(${this.rest().slice(0, 3)}" is not supported`);
		}
		const node = this.readChoice();
		if (!this.take(')')) throw new SyntaxError('a "(" is not closed');
		return node;
	}

	private readEscape(): PatternNode {
		if (this.take('b')) return { kind: 'assertion', at: 'wordBoundary' };
		if (this.take('B')) return { kind: 'assertion', at: 'noWordBoundary' };
		const accepts = this.readCharacterEscape();
		return typeof accepts === 'number' ? literal(accepts) : { kind: 'character', accepts };
	}

	/** What follows a backslash: one character's code, or the test of a class. */
	private readCharacterEscape(): number | CharacterTest {
		if (this.isAtEnd) throw new SyntaxError('it ends in a lone "\\"');
		const hex = this.takeMatch(/^(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/);
		if (hex !== null) return parseInt(hex.slice(1), 16);
		const escaped = this.next();
		const known = Object.hasOwn(classEscapes, escaped)
			? classEscapes[escaped]
			: Object.hasOwn(controlEscapes, escaped)
				? controlEscapes[escaped]
				: undefined;
		if (known !== undefined) return known;
		if (/[1-9k]/.test(escaped)) throw new SyntaxError(`the back reference "\\${escaped}" is not supported`);
		if (/[A-Za-z]/.test(escaped)) throw new SyntaxError(`"\\${escaped}" is not supported`);
		return escaped.charCodeAt(0);
	}

	private readClass(): CharacterTest {
		const isNegated = this.take('^');
		const tests: CharacterTest[] = [];
		for (;;) {
			if (this.isAtEnd) throw new SyntaxError('a "[" is not closed');
			if (this.take(']')) break;
			const from = this.readClassMember();
			const isRange = this.peek() === '-' && this.rest().length > 1 && this.rest()[1] !== ']';
			if (!isRange) {
				tests.push(typeof from === 'number' ? (code) => code === from : from);
				continue;
			}
			this.next();
			const to = this.readClassMember();
			if (typeof from !== 'number' || typeof to !== 'number' || from > to) {
				throw new SyntaxError('a range in "[...]" does not go from one character up to another');
			}
			tests.push((code) => code >= from && code <= to);
		}
		const accepts: CharacterTest = (code) => tests.some((test) => test(code));
		return isNegated ? not(accepts) : accepts;
	}

	private readClassMember(): number | CharacterTest {
		if (!this.take('\\')) return this.next().charCodeAt(0);
		return this.take('b') ? 8 : this.readCharacterEscape();
	}

	private peek(): string | undefined {
		return this.pattern[this.position];
	}

	private rest(): string {
		return this.pattern.slice(this.position);
	}

	private next(): string {
		const character = this.pattern[this.position];
		if (character === undefined) throw new SyntaxError('it ends too early');
		this.position++;
		return character;
	}

	private take(character: string): boolean {
		if (this.peek() !== character) return false;
		this.position++;
		return true;
	}

	private takeMatch(expression: RegExp): string | null {
		const found = expression.exec(this.rest())?.[0];
		if (found === undefined) return null;
		this.position += found.length;
		return found;
	}
}

function literal(expected: number): PatternNode {
	return { kind: 'character', accepts: (code) => code === expected };
}

function boundsOf(quantifier: string): readonly [number, number] {
	if (quantifier === '*') return [0, Infinity];
	if (quantifier === '+') return [1, Infinity];
	if (quantifier === '?') return [0, 1];
	const [minimum = '0', maximum] = quantifier.slice(1, -1).split(',');
	if (maximum === undefined) return [Number(minimum), Number(minimum)];
	return [Number(minimum), maximum === '' ? Infinity : Number(maximum)];
}
