import { setTimeout as delay } from 'node:timers/promises';

import { isRecord, readPath, readString } from '../json';
import type { Owner } from './owner';

const PAGE_TIMEOUT_MS = 60_000;
const POLL_MS = 400;
/** n8n's sign-in of a form takes six. */
const MOST_REDIRECTS = 12;

/** A page of a form as n8n sent it. */
export interface SentPage {
	readonly title: string;
	/** What the page says below its title, without tags. */
	readonly text: string;
	/** The options of its radio buttons and check boxes. */
	readonly options: readonly string[];
	/** Sends the page: its fields in their order, an option as its list. Gives the page that comes next. */
	send(...fields: ReadonlyArray<string | readonly string[]>): Promise<SentPage>;
}

/**
 * Opens a form that asks for n8n's login, as its owner with a browser: signs in, allows the form to use that login,
 * and gives its first page.
 *
 * @throws Error where n8n refuses the login, or shows no page within a minute.
 */
export async function openSignedInForm(n8nOrigin: string, owner: Owner, formUrl: string): Promise<SentPage> {
	const visitor = new Visitor();
	const login = await visitor.ask(`${n8nOrigin}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: owner.email, password: owner.password }),
	});
	if (!login.ok) throw new Error(`n8n refused the login of ${owner.email}: ${login.status}.`);
	const { url, html } = await visitor.follow(formUrl, n8nOrigin);
	return pageOf(visitor, url, html);
}

function pageOf(visitor: Visitor, url: string, html: string): SentPage {
	const first = (pattern: RegExp): string => plainText(pattern.exec(html)?.[1] ?? '');
	return {
		title: first(/<h1[^>]*>([\s\S]*?)<\/h1>/),
		text: first(/<h1[^>]*>[\s\S]*?<\/h1>([\s\S]*?)<\/div>/),
		options: [...html.matchAll(/class='multiselect-checkbox' id='[^']*' value='([^']*)'/g)].map(([, value = '']) =>
			plainText(value),
		),
		async send(...fields) {
			const body = new FormData();
			fields.forEach((field, index) => {
				body.append(`field-${index}`, typeof field === 'string' ? field : JSON.stringify(field));
			});
			const answer = await visitor.ask(url, { method: 'POST', body, headers: tokenHeader(html) });
			const text = await answer.text();
			if (!answer.ok) throw new Error(`n8n answered ${answer.status} to the form: ${text.slice(0, 200)}`);
			const waitingUrl = waitingUrlIn(text) ?? url;
			return await visitor.nextPage(waitingUrl, url);
		},
	};
}

/** By which n8n knows who sends the page. */
function tokenHeader(html: string): Record<string, string> {
	const token = /const authToken = '([^']*)'/.exec(html)?.[1] ?? '';
	return token === '' ? {} : { 'x-auth-token': token };
}

function waitingUrlIn(text: string): string | undefined {
	try {
		const json: unknown = JSON.parse(text);
		return isRecord(json) ? readString(json, 'formWaitingUrl') : undefined;
	} catch {
		return undefined;
	}
}

/** A browser as far as n8n's forms need one: it keeps cookies, and allows what it is asked to. */
class Visitor {
	private readonly cookies = new Map<string, string>();

	async ask(url: string, request: RequestInit = {}): Promise<Response> {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await fetch(url, {
			...request,
			redirect: 'manual',
			headers: { ...request.headers, ...(cookie !== '' && { cookie }) },
		});
		for (const line of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			this.cookies.set(name, value);
		}
		return answer;
	}

	/** Where it ends after all redirects, and after n8n's question whether the form may use the login. */
	async follow(from: string, n8nOrigin: string): Promise<{ readonly url: string; readonly html: string }> {
		let url = from;
		for (let step = 0; step < MOST_REDIRECTS; step++) {
			if (new URL(url).pathname === '/oauth/consent') {
				url = await this.allow(n8nOrigin);
				continue;
			}
			const answer = await this.ask(url);
			const location = answer.headers.get('location');
			if (location !== null) {
				url = new URL(location, url).href;
				continue;
			}
			const html = await answer.text();
			if (!answer.ok) throw new Error(`n8n answered ${answer.status} to ${from}: ${html.slice(0, 200)}`);
			return { url, html };
		}
		throw new Error(`n8n showed no form at ${from}: more than ${MOST_REDIRECTS} redirects.`);
	}

	private async allow(n8nOrigin: string): Promise<string> {
		const details: unknown = await (await this.ask(`${n8nOrigin}/rest/consent/details`)).json();
		const allowed = readPath(details, 'data', 'redirectUrl');
		if (typeof allowed === 'string') return allowed;
		const answer = await this.ask(`${n8nOrigin}/rest/consent/approve`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ approved: true }),
		});
		const url = readPath(await answer.json(), 'data', 'redirectUrl');
		if (typeof url !== 'string') throw new Error(`n8n did not let the form use the login: ${answer.status}.`);
		return url;
	}

	/** The page at which the run waits, once it does; another one than the one that was sent. */
	async nextPage(waitingUrl: string, sentUrl: string): Promise<SentPage> {
		const deadlineMs = Date.now() + PAGE_TIMEOUT_MS;
		const statusUrl = new URL(waitingUrl);
		statusUrl.pathname += '/n8n-execution-status';
		for (;;) {
			const status = (await (await this.ask(statusUrl.href)).text()).trim();
			if (status === 'form-waiting') {
				const { url, html } = await this.follow(waitingUrl, new URL(sentUrl).origin);
				// As the script of a last page does: the run waits for that.
				if (!html.includes('<form')) await this.ask(url, { method: 'POST', headers: tokenHeader(html) });
				return pageOf(this, url, html);
			}
			if (['canceled', 'crashed', 'error', 'success', 'null'].includes(status)) {
				throw new Error(`The run of the form ended without another page: ${status}.`);
			}
			if (Date.now() > deadlineMs) throw new Error(`The form showed no further page within a minute (${status}).`);
			await delay(POLL_MS);
		}
	}
}

function plainText(html: string): string {
	return html
		.replace(/<[^>]+>/g, ' ')
		.replace(/&(lt|gt|quot|#x27|#39|#x3D|amp);/g, (_, name: string) => entities[name] ?? '')
		.replace(/\s+/g, ' ')
		.trim();
}

const entities: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	quot: '"',
	'#x27': "'",
	'#39': "'",
	'#x3D': '=',
	amp: '&',
};
