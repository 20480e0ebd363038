/**
 * `owner/name` from what people paste: that itself, the repository's page, a clone address. Null
 * when it is none.
 */
export function parseRepositoryName(text: string): { owner: string; name: string } | null {
	const trimmed = text.trim().replace(/^(?:[a-z+]+:\/\/[^/]+\/|[^@/\s]+@[^:/\s]+:)/i, '');
	const match = /^([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:[/?#].*)?$/.exec(trimmed);
	const [, owner, name] = match ?? [];
	return owner && name ? { owner, name } : null;
}
