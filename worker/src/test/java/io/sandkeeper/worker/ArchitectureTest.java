package io.sandkeeper.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(
        packages = "io.sandkeeper.worker",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.sandkeeper.worker";

    @ArchTest
    static final ArchRule the_rules_know_java_and_themselves =
            classes()
                    .that()
                    .resideInAPackage(ROOT + ".session")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(ROOT + ".session", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_domain_knows_no_technology =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + ".session",
                            ROOT + ".store",
                            ROOT + ".spec",
                            ROOT + ".provider",
                            ROOT + ".door",
                            ROOT + ".operation",
                            ROOT + ".due",
                            ROOT + ".fleet",
                            ROOT + ".platform",
                            ROOT + ".sweep",
                            ROOT + ".retention",
                            ROOT + ".project",
                            ROOT + ".archive",
                            ROOT + ".monitor",
                            ROOT + ".admission")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "org.apache.kafka..",
                            "com.mongodb..",
                            "org.bson..",
                            "java.net.http..",
                            "tools.jackson..",
                            "io.sandkeeper.events..");

    @ArchTest
    static final ArchRule a_technology_is_closed_but_for_the_wiring =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ROOT, "..mongo..", "..kafka..", "..e2b..", "..folder..", "..s3..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + "..mongo..",
                            ROOT + "..kafka..",
                            ROOT + "..e2b..",
                            ROOT + "..folder..",
                            ROOT + "..s3..");

    @ArchTest
    static final ArchRule packages_do_not_go_round_in_circles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();
}
