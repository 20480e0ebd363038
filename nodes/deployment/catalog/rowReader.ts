import { type GlobIssue, globListIssues } from '../values/globs/globIssue';
import { parseGlobs } from '../values/globs/globList';

/** What is wrong with a column. */
interface ColumnIssue {
	readonly field: string;
	readonly message: string;
	readonly advice: string;
}

/** Names go into lock and idempotency keys, whose parts are separated by `@` and `/`. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Reads the columns of one row of the catalog, and notes what is wrong with them. */
export class RowReader {
	readonly issues: ColumnIssue[] = [];

	constructor(private readonly row: Readonly<Record<string, unknown>>) {}

	/** A column's text, trimmed; empty for one that is not there. */
	text(field: string): string {
		const value = Object.hasOwn(this.row, field) ? this.row[field] : undefined;
		if (value === undefined || value === null) return '';
		if (typeof value === 'object') {
			this.add(field, `${field} is not text`, 'Enter text in this column');
			return '';
		}
		return String(value).trim();
	}

	name(field: string, example: string): string {
		const text = this.text(field);
		if (text === '') {
			this.add(field, `the row names no ${field}`, `Enter a name such as ${example}`);
		} else if (!namePattern.test(text)) {
			this.add(
				field,
				`"${text}" is not a name`,
				`Use letters, digits, dots, dashes and underscores, such as ${example}`,
			);
		}
		return text;
	}

	word<Word extends string>(field: string, words: readonly Word[], otherwise: Word): Word {
		const text = this.text(field).toLowerCase();
		const found = words.find((word) => word === text);
		if (text === '') return otherwise;
		if (found !== undefined) return found;
		const known = words.filter((word) => word !== '').join(' or ');
		this.add(field, `"${text}" is not ${known}`, `Use ${known}, or leave it empty`);
		return otherwise;
	}

	/** An address, a path below the service's own, or empty: a worker without one is fine. */
	address(field: string): string {
		const text = this.text(field);
		if (text === '' || /^\/(?!\/)/.test(text)) return text;
		const address = URL.canParse(text) ? new URL(text) : null;
		if (address === null || !/^https?:$/.test(address.protocol)) {
			this.add(
				field,
				`${field} is not an http or https address`,
				'Enter one such as https://example.com/health, a path such as /health below the address that the platform gives, or leave it empty',
			);
			return '';
		}
		if (address.username !== '' || address.password !== '') {
			this.add(field, `${field} carries a user name or password`, 'Remove it: everyone who reads the catalog sees it');
			return '';
		}
		return text;
	}

	/** Empty is off, so that a row which is not finished yet deploys nothing. */
	switchedOn(field: string): boolean {
		const text = this.text(field).toLowerCase();
		if (['true', '1', 'yes'].includes(text)) return true;
		if (!['', 'false', '0', 'no'].includes(text)) {
			this.add(field, `${field} is neither true nor false: "${text}"`, 'Use true or false');
			// What cannot be read is taken as on, so that the issue is met, and a hold holds.
			return true;
		}
		return false;
	}

	globs(field: string, mayOnlyTakeBack: boolean): readonly string[] {
		const patterns = parseGlobs(this.text(field));
		this.addAll(field, globListIssues(patterns, mayOnlyTakeBack));
		return patterns;
	}

	addAll(field: string, issues: readonly GlobIssue[]): void {
		for (const { message, advice } of issues) this.add(field, message, advice);
	}

	hasIssue(field: string): boolean {
		return this.issues.some((issue) => issue.field === field);
	}

	add(field: string, message: string, advice: string): void {
		this.issues.push({ field, message, advice });
	}
}
