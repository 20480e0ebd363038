import { cutText } from '../../deployment/values/text';

/** Of a hundred links that are none, a person needs no hundred notes. */
const maxNotes = 20;

/**
 * What was changed in an event so that PagerDuty accepts it: a page goes out all the same, and says so in
 * its details and in the node's output.
 */
export class Adjustments {
	private readonly notes: string[] = [];

	note(text: string): void {
		if (!this.notes.includes(text) && this.notes.length < maxNotes) this.notes.push(text);
	}

	list(): readonly string[] {
		return this.notes;
	}

	/** `text` within the limit of that field. */
	cut(text: string, maxLength: number, field: string): string {
		const kept = cutText(text, maxLength);
		if (kept.length < text.length) this.note(`${field} was cut from ${text.length} characters to ${maxLength}`);
		else if (kept !== text) this.note(`${field} held half a character, which was replaced`);
		return kept;
	}
}
