/** Text that others wrote, such as a commit's message, as HTML: in an element, or in an attribute in double quotes. */
export function escapeHtml(value: string): string {
	return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
