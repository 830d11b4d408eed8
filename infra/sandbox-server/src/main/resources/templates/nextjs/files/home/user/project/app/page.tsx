import Image from "next/image";
import Link from "next/link";

export default function Home() {
  const framework = "Next.js";
  return (
    <main>
      <Image src="/mark.svg" alt="" width={64} height={64} priority />
      <h1>Welcome to {framework}</h1>
      <p>
        Get started by editing <code>app/page.tsx</code>. Save and see your changes.
      </p>
      <p>
        <Link href="https://nextjs.org/docs">Read the docs</Link>
      </p>
    </main>
  );
}
