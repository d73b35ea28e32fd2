//! Which database it starts on.

use crate::{
    centre::Centre,
    service::{Running, bare, central, run},
};

async fn refused(centre: &Centre, why: &str, what_to_do: &str) {
    let mut serve = central(centre, &["serve"]);
    serve.env("CENTRAL_LISTEN", "127.0.0.1:0");
    let said = run(serve);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains(why) && said.err.contains(what_to_do), "{}", said.err);
    let checked = run(central(centre, &["check"]));
    assert!(checked.code == Some(1) && checked.err.contains(why), "{}", checked.err);
}

#[tokio::test]
async fn it_starts_on_the_schema_that_it_was_made_for_alone() {
    let centre = Centre::start().await;
    let change = async |sql: &str| centre.admin.batch_execute(sql).await.expect(sql);
    assert_eq!(run(central(&centre, &["check"])).out, "check: the service can start\n");

    change("CREATE TABLE public.kept AS SELECT * FROM public.refinery_schema_history").await;
    let back = "TRUNCATE public.refinery_schema_history; \
                INSERT INTO public.refinery_schema_history SELECT * FROM public.kept";
    change(
        "DELETE FROM public.refinery_schema_history \
         WHERE version = (SELECT max(version) FROM public.refinery_schema_history)",
    )
    .await;
    refused(&centre, "older than this program", "run 'central migrate'").await;
    change(back).await;
    change("INSERT INTO public.refinery_schema_history VALUES (9999, 'to_come', now()::text, '1')").await;
    refused(&centre, "newer than this program", "start the version of 'central'").await;
    change(back).await;
    change("UPDATE public.refinery_schema_history SET checksum = '1' WHERE version = 1").await;
    refused(&centre, "made by other steps", "not its database").await;
    change(back).await;
    let mut service = Running::start(&centre, &[]).await;
    // One that runs goes on while a newer schema is put beneath it.
    change("INSERT INTO public.refinery_schema_history VALUES (9999, 'to_come', now()::text, '1')").await;
    let ready = centre.http.get(service.url("/readyz")).send().await.expect("an answer");
    assert_eq!(ready.status(), 200);
    service.says("answered").await;
}

#[tokio::test]
async fn a_database_is_made_ready_once_and_again_without_harm() {
    let centre = Centre::start().await;
    let name = format!(
        "{}_new",
        centre.admin.query_one("SELECT current_database()", &[]).await.expect("a name").get::<_, String>(0)
    );
    centre.admin.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let url = std::env::var("DATABASE_ADMIN_URL").expect("a cluster");
    let url = format!("{url} dbname={name}");
    let service = |arguments: &[&str]| {
        let mut command = central(&centre, arguments);
        command.env("CENTRAL_DATABASE_URL", format!("{url} user=application_user"));
        run(command)
    };
    let before = service(&["serve"]);
    assert!(before.code == Some(1) && before.err.contains("run 'central migrate'"), "{}", before.err);
    let migrate = || run(bare(&["migrate", "--admin-url", &url]));
    let (first, second) = (migrate(), migrate());
    assert!(
        first.code == Some(0) && first.out.starts_with("migrate: ") && !first.out.contains(" 0 "),
        "{}",
        first.out
    );
    assert_eq!((second.code, second.out.as_str()), (Some(0), "migrate: 0 steps taken\n"), "{}", second.err);
    assert_eq!(service(&["check"]).code, Some(0));
}

#[tokio::test]
async fn a_database_that_cannot_be_had_is_named() {
    let centre = Centre::start().await;
    let check = |url: String| {
        let mut command = central(&centre, &["check"]);
        command.env("CENTRAL_DATABASE_URL", url);
        run(command).err
    };
    let url = centre.app.config.database_url.expose().to_owned();
    let missing = check(format!("{url} dbname=nowhere"));
    assert!(missing.contains("a database that there is not"), "{missing}");
    let nobody = check(format!("{url} user=nobody_known"));
    assert!(nobody.contains("lets nobody in"), "{nobody}");
    let superuser = check(format!("{url} user=postgres"));
    assert!(superuser.contains("row-level security does not bind"), "{superuser}");
    let far = check("host=db.example user=application_user password=opensesame dbname=central".to_owned());
    assert!(far.contains("sslrootcert") && !far.contains("opensesame"), "{far}");
}
