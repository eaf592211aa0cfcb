/** The page before its script fills it. */
export function Shell({ token, folder }: { token: string; folder: string }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="rolellm-token" content={token} />
        <title>{`${folder} – rolellm`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
        <script type="module" src="/page/main.js" />
      </head>
      <body>
        <noscript>This page needs JavaScript.</noscript>
      </body>
    </html>
  );
}
