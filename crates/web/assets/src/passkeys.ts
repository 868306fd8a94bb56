// Passkeys: the browser asks the person at the device, and the form carries the answer. The server checks all of it.
import { on, toast } from "./dom";

interface Asked {
  challenge: string;
  rp: { id: string; name?: string };
  user?: { id: string; name: string; displayName: string };
  algorithms?: number[];
  known?: string[];
  timeout: number;
}

export function startPasskeys(): void {
  on("click", "[data-passkey]", (_event, element) => {
    const button = element as HTMLButtonElement;
    if (!button.form?.reportValidity()) return;
    if (!window.PublicKeyCredential) return toast(button.dataset["none"] ?? "", true);
    void ask(button, button.form);
  });
}

async function ask(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset["passkey"] ?? "", { method: "POST" });
    if (!answer.ok) throw new Error(String(answer.status));
    const asked = (await answer.json()) as Asked;
    const sent = asked.user ? await make(asked, asked.user) : await show(asked);
    (form.elements.namedItem("passkey") as HTMLInputElement).value = JSON.stringify(sent);
    form.requestSubmit();
  } catch {
    // Cancelled, too late, or no passkey here: the person knows which.
    toast(button.dataset["failed"] ?? "", true);
  } finally {
    button.disabled = false;
  }
}

async function make(asked: Asked, user: { id: string; name: string; displayName: string }): Promise<object> {
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: bytes(asked.challenge),
      rp: { id: asked.rp.id, name: asked.rp.name ?? asked.rp.id },
      user: { ...user, id: new TextEncoder().encode(user.id) },
      pubKeyCredParams: (asked.algorithms ?? []).map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: (asked.known ?? []).map((id) => ({ type: "public-key", id: bytes(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
      timeout: asked.timeout,
    },
  })) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    id: text(made.rawId),
    client: text(answer.clientDataJSON),
    authenticator: text(answer.getAuthenticatorData()),
    key: text(answer.getPublicKey() ?? new ArrayBuffer(0)),
    algorithm: answer.getPublicKeyAlgorithm(),
  };
}

async function show(asked: Asked): Promise<object> {
  const shown = (await navigator.credentials.get({
    publicKey: { challenge: bytes(asked.challenge), rpId: asked.rp.id, userVerification: "required", timeout: asked.timeout },
  })) as PublicKeyCredential;
  const answer = shown.response as AuthenticatorAssertionResponse;
  return {
    id: text(shown.rawId),
    client: text(answer.clientDataJSON),
    authenticator: text(answer.authenticatorData),
    signature: text(answer.signature),
    user: answer.userHandle ? text(answer.userHandle) : "",
  };
}

/** Base 64 for URLs, without padding. */
function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}
