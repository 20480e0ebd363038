import { SandboxHttpError } from '../../../kernel/platform';

const XML_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** What goes into an element: text, or elements by name. */
export type XmlContent = string | { readonly [name: string]: XmlContent };

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function element(name: string, content: XmlContent): string {
	const inner =
		typeof content === 'string'
			? escapeXml(content)
			: Object.entries(content)
					.map(([child, value]) => element(child, value))
					.join('');
	return `<${name}>${inner}</${name}>`;
}

/** `<GetCallerIdentityResponse xmlns=...><GetCallerIdentityResult>...`. */
export function queryAnswer(action: string, result: XmlContent, requestId: string): string {
	return `<${action}Response xmlns="${XML_NAMESPACE}">${element(`${action}Result`, result)}${element(
		'ResponseMetadata',
		{ RequestId: requestId },
	)}</${action}Response>`;
}

export const XML_TYPE = 'text/xml';

/** An error of the AWS query protocol. */
export class QueryError extends SandboxHttpError {
	constructor(code: string, message: string, requestId: string, status = 400) {
		const content = element('Error', { Type: 'Sender', Code: code, Message: message });
		super(
			status,
			`<ErrorResponse xmlns="${XML_NAMESPACE}">${content}${element('RequestId', requestId)}</ErrorResponse>`,
			{ 'content-type': XML_TYPE },
		);
	}
}
