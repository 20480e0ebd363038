const BEGIN = '<!-- made by npm run docs -->';
const END = '<!-- end -->';

/** The page with the part between its marks made anew. Raises when the page has no such marks. */
export function withMadePart(page: string, made: string, whose: string): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END);
	if (begin < 0 || end < begin) {
		throw new Error(`The page of ${whose} has no place for what is made: "${BEGIN}", then "${END}"`);
	}
	return `${page.slice(0, begin)}${BEGIN}\n\n${made}\n\n${page.slice(end)}`;
}
