import type { IExecuteFunctions } from 'n8n-workflow';

import { decodeText } from '../../../deployment/values/text';
import { OperationFailure } from '../../../shared/operation/errors';
import { toBytes } from '../../../shared/http/httpAnswer';

const timeoutMs = 10_000;
/** As many of the last lines as are asked for: their order is by key, as Firebase's REST API has it. */
const wantedLines = 100;

/**
 * A build's log as Netlify's log store gives it, in the form of Firebase's REST API. That is another
 * host, which must never see the Netlify token: it has a token of its own.
 *
 * @throws when it cannot be read.
 */
export async function fetchLog(
	functions: IExecuteFunctions,
	address: string,
	token: string,
	baseUrl: string,
): Promise<string> {
	const url = URL.canParse(address) ? new URL(address) : null;
	// Over plain HTTP only where the API itself is.
	const isSafe = url?.protocol === 'https:' || url?.origin === new URL(baseUrl).origin;
	if (url === null || !isSafe) {
		throw new OperationFailure("The address of the build's log is not https", 'Look at the log in Netlify');
	}
	const answer: unknown = await functions.helpers.httpRequest({
		method: 'GET',
		url: /\.json$/.test(url.pathname) ? url.href : `${url.origin}${url.pathname}.json`,
		qs: { orderBy: '"$key"', limitToLast: wantedLines, ...(token !== '' && { auth: token }) },
		headers: { Accept: 'application/json' },
		json: false,
		// As bytes: a proxy may have put the text into another encoding, or a mark before it.
		encoding: 'arraybuffer',
		timeout: timeoutMs,
		disableFollowRedirect: true,
	});
	return decodeText(toBytes(answer));
}
