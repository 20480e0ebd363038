import { bracketAt, type GlobBracket, type GlobCharacter } from './globBrackets';
import { GlobBuilder, type GlobProgram } from './globProgram';

/** How a pattern is read. */
export interface GlobReading {
	/**
	 * For patterns that include: whatever may be meant counts, since a needless look is better than a
	 * lost deployment. Those that exclude take out no more than they surely say.
	 */
	readonly isGenerous: boolean;
	/** Names are paths of files: a pattern that names a folder covers what is below it. */
	readonly coversFolders: boolean;
}

/** Nobody writes more; each makes all places before it reach further. */
const maxOptionals = 8;

const anything = () => true;
const notASlash = (character: string) => character !== '/';

/** One pattern without braces, as a program. */
export class GlobCompiler {
	private readonly builder = new GlobBuilder();

	private optionals = 0;

	constructor(
		private readonly characters: readonly GlobCharacter[],
		private readonly reading: GlobReading,
	) {}

	compile(): GlobProgram {
		for (let index = 0; index < this.characters.length;) index = this.takeFrom(index);
		// No file and folder of a repository have the same name, so what is below a named folder is meant.
		if (this.reading.coversFolders && this.isNameUpTo(this.characters.length)) this.takeWhatIsBelow();
		return this.builder.build();
	}

	/** Takes what begins at `index`; gives where it ends. */
	private takeFrom(index: number): number {
		const { builder, characters } = this;
		const isLast = this.isSlash(index) && this.hasGlobstar(index + 1) && index + 3 === characters.length;
		if (isLast && this.isNameUpTo(index)) {
			// `docs/**` also means docs itself, which may be a submodule; `*/**` means no file at the root.
			this.takeWhatIsBelow();
			return index + 3;
		}
		if (this.is(index, '*')) return this.takeStars(index);
		if (this.is(index, '?')) {
			builder.take(notASlash);
			return index + 1;
		}
		const bracket = this.is(index, '[') ? bracketAt(characters, index) : null;
		if (bracket !== null && (bracket.isSurelySet || this.reading.isGenerous)) {
			return this.takeBracket(index, bracket);
		}
		const { text } = characters[index] ?? { text: '' };
		return this.takeMaybeOptional(() => builder.takeText(text), index + 1);
	}

	/** `*` stops at a slash; `**` does not, and as a whole segment it may stand for no folder at all. */
	private takeStars(index: number): number {
		let end = index + 1;
		while (this.is(end, '*')) end++;
		if (end - index === 1) {
			this.builder.repeat(notASlash, 0);
			return end;
		}
		const isSegment = (index === 0 || this.isSlash(index - 1)) && this.isSlash(end);
		if (!isSegment) {
			this.builder.repeat(anything, 0);
			return end;
		}
		this.builder.oneOf(nothing, () => {
			this.builder.repeat(anything, 0);
			this.builder.takeText('/');
		});
		return end + 1;
	}

	/** The name with its brackets, or one of the set; with `+`, as in GitHub's filters, one or more. */
	private takeBracket(index: number, { end, accepts }: GlobBracket): number {
		const { builder, characters } = this;
		const isRepeated = this.is(end + 1, '+');
		const next = end + (isRepeated ? 2 : 1);
		const name = characters
			.slice(index, next)
			.map(({ text }) => text)
			.join('');
		const take = () =>
			builder.oneOf(
				() => builder.takeText(name),
				() => (isRepeated ? builder.repeat(accepts, 1) : builder.take(accepts)),
			);
		return this.takeMaybeOptional(take, next);
	}

	/** In GitHub's filters `?` means that what is before it may be missing; in a .gitignore, any one character. */
	private takeMaybeOptional(take: () => void, next: number): number {
		if (!this.reading.isGenerous || !this.is(next, '?') || this.optionals === maxOptionals) {
			take();
			return next;
		}
		this.optionals++;
		this.builder.oneOf(nothing, take, () => {
			take();
			this.builder.take(notASlash);
		});
		return next + 1;
	}

	private takeWhatIsBelow(): void {
		this.builder.oneOf(nothing, () => {
			this.builder.takeText('/');
			this.builder.repeat(anything, 0);
		});
	}

	/** Whether the segment that ends before `end` has no star and no question mark. */
	private isNameUpTo(end: number): boolean {
		for (let index = end - 1; index >= 0 && !this.isSlash(index); index--) {
			if (this.is(index, '*') || this.is(index, '?')) return false;
		}
		return true;
	}

	private hasGlobstar(index: number): boolean {
		return this.is(index, '*') && this.is(index + 1, '*');
	}

	private is(index: number, text: string): boolean {
		const found = this.characters[index];
		return found !== undefined && !found.escaped && found.text === text;
	}

	private isSlash(index: number): boolean {
		return this.characters[index]?.text === '/';
	}
}

function nothing(): void {
	// Leaves out what the other way takes.
}
