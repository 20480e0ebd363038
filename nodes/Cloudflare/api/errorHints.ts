import type { ErrorHints } from '../../shared/operation/errors';

/** By Cloudflare's codes, which its words carry (developers.cloudflare.com/api). */
export const errorHints: ErrorHints = {
	words: [
		{
			pattern: /\(81053\)/,
			advice:
				'A CNAME cannot stand beside an A, AAAA or CNAME record of the same name. Delete that one first, or use its type',
		},
		{
			pattern: /\(81058\)/,
			advice: 'The record is there already. Read it with DNS Record: Get Many',
		},
		{
			pattern: /\(9021\)/,
			advice: 'Use a TTL of 1 (automatic) or of 60 to 86,400 seconds; from 30 only Enterprise zones may',
		},
		{
			pattern: /\(7003\)|\(1003\)/,
			advice: 'That is not an id of Cloudflare: choose the zone, account or pool from the list',
		},
		{
			pattern: /\(1000\)|\(6003\)|\(6111\)|\(9109\)/,
			advice:
				'The API token is wrong, expired or revoked. Make a new one under My Profile > API Tokens, paste it into the credential and use its Test button',
		},
		{
			pattern: /\(1094\)|\(1107\)|only enterprise/i,
			advice: 'By tag, host and prefix only Enterprise zones can purge; others by URL, 30 at once, or everything',
		},
	],
	400: "Correct what Cloudflare's words above name",
	403: 'The token is valid, but the zone or account is not one that it may use: give it Zone Read and DNS Edit for this zone (and Load Balancing or Cache Purge where those are used), or choose a zone of your own',
	404: 'It is not there, or belongs to another zone or account: choose it from the list again',
	429: 'The 1,200 calls in 5 minutes are used up, and Cloudflare refuses every call for 5 minutes more. Find what else uses this token',
};
