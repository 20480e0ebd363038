import { escapeHtml } from '../values/html';
import { writeJson } from '../values/json';
import { textAt } from '../values/jsonFields';
import { formStyle } from './formStyle';

/** A page of a form, as n8n's Form node takes it: all of it by expressions. */
export interface FormPage {
	readonly title: string;
	/** HTML. */
	readonly description: string;
	/** The fields as JSON; `[]` on a last page, which asks nothing. */
	readonly fields: string;
	readonly button: string;
	/** Its look. */
	readonly css: string;
}

/** A page that an item carries; null where there is none. */
export function readFormPage(value: unknown): FormPage | null {
	const title = textAt(value, 'title');
	if (title === null) return null;
	return {
		title,
		description: textAt(value, 'description') ?? '',
		fields: textAt(value, 'fields') ?? '[]',
		button: textAt(value, 'button') ?? '',
		css: formStyle,
	};
}

export interface FormField {
	readonly fieldName: string;
	readonly fieldLabel: string;
	readonly fieldType: 'text' | 'radio' | 'dropdown' | 'html';
	readonly requiredField?: boolean;
	readonly placeholder?: string;
	readonly html?: string;
	readonly elementName?: string;
	readonly fieldOptions?: { readonly values: ReadonlyArray<{ readonly option: string }> };
}

export function question(title: string, description: string, fields: readonly FormField[], button = 'Next'): FormPage {
	// n8n puts the JSON in with a replacement that obeys `$`.
	return { title, description, button, fields: writeJson(fields).replaceAll('$', '$$$$'), css: formStyle };
}

/** A last page. */
export function ending(title: string, ...paragraphs: readonly string[]): FormPage {
	const description = paragraphs.filter((text) => text !== '').join('\n\n');
	return { title, description, fields: '[]', button: '', css: formStyle };
}

export function choice(
	fieldName: string,
	fieldLabel: string,
	options: readonly string[],
	fieldType: 'radio' | 'dropdown' = 'dropdown',
): FormField {
	return {
		fieldName,
		fieldLabel,
		fieldType,
		requiredField: true,
		fieldOptions: { values: options.map((option) => ({ option })) },
	};
}

export function text(fieldName: string, fieldLabel: string, placeholder = ''): FormField {
	return { fieldName, fieldLabel, fieldType: 'text', requiredField: true, placeholder };
}

/** A table that is only shown. */
export function table(name: string, head: readonly string[], rows: ReadonlyArray<readonly string[]>): FormField {
	const line = (cells: readonly string[], tag: string): string =>
		`<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
	const html = `<table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table>`;
	return { fieldName: name, elementName: name, fieldLabel: name, fieldType: 'html', html };
}

/** What is known of several things, under the name of each: a label and a value in a line, so that a phone shows all of it. */
export function details(
	name: string,
	things: ReadonlyArray<{ readonly title: string; readonly lines: ReadonlyArray<readonly [string, string]> }>,
): FormField {
	const html = things
		.map(({ title, lines }) => {
			const rows = lines.map(([label, value]) => `<tr><th>${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`);
			return `<h4>${escapeHtml(title)}</h4><table><tbody>${rows.join('')}</tbody></table>`;
		})
		.join('');
	return { fieldName: name, elementName: name, fieldLabel: name, fieldType: 'html', html };
}

export function bold(value: string): string {
	return `<b>${escapeHtml(value)}</b>`;
}
