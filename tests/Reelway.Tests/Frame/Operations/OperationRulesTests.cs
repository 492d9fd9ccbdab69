using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Hosting;
using Reelway.Tests.Access;

namespace Reelway.Tests.Frame.Operations;

public sealed class OperationRulesTests(WholeProgram program) : IClassFixture<WholeProgram>
{
    private static readonly ProblemKind Lost = new(404, "lost", "It is lost");

    private static readonly Operation<DayOfWeek> Wrong = new("wrong", "GET /wrong", new Right("wrong")) { Summary = "Wrong", Text = "Wrong.", MediaType = "application/json" };

    [Fact]
    public void Every_route_and_every_form_is_declared_and_asks_for_its_right() => Assert.Empty(OperationRules.MappedPast(program.Endpoints));

    [Fact]
    public void Every_operation_has_one_route()
        => Assert.Equal(
            program.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal),
            program.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<EndpointNameMetadata>() is not null).Select(endpoint => endpoint.Metadata.GetMetadata<Operation>()!)
                .Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_page_names_its_right() => Assert.Empty(OperationRules.OpenPages(program.Endpoints));

    [Fact]
    public void Every_right_stands_in_the_table_of_roles() => Assert.Empty(OperationRules.OutsideOfTable(RightMatrix.Rows(program.Endpoints).Select(row => row.Right)));

    [Fact]
    public void Every_right_is_a_noun_and_a_verb() => Assert.Empty(OperationRules.WrongRights(program.Operations));

    [Fact]
    public void Every_kind_of_problem_is_declared_by_an_operation() => Assert.Empty(OperationRules.UndeclaredProblems(program.Problems, program.Operations));

    [Fact]
    public void Every_body_and_every_answer_stands_in_a_JSON_context() => Assert.Empty(OperationRules.UndeclaredBodies(program.Operations, program.Contexts));

    [Fact]
    public void Every_answer_has_an_example() => Assert.Empty(OperationRules.WithoutExample(program.Operations));

    [Fact]
    public async Task What_breaks_the_rules_is_caught()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapPost("/api/v1/bare", () => "");
        app.MapPost("/bare/form", () => "");
        app.MapGet("/page", () => "");
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

        Assert.Equal(["/api/v1/bare", "/bare/form"], OperationRules.MappedPast(endpoints).Select(breach => breach.Split(' ')[0]));
        Assert.Equal("wrong has the right wrong; write it as noun:verb.", Assert.Single(OperationRules.WrongRights([Wrong])));
        Assert.Equal(
            ["made-up:read is a right of no part: say in its Part which role has it.", "keys:read is a right of a part, and nothing asks for it."],
            OperationRules.OutsideOfTable([.. Capabilities.Rights.Rows.Select(row => row.Right).Where(right => right != "keys:read"), "made-up:read"]));
        Assert.Equal("lost is a problem of no operation.", Assert.Single(OperationRules.UndeclaredProblems([Lost], program.Operations)));
        Assert.Equal("DayOfWeek of wrong stands in no JSON context.", Assert.Single(OperationRules.UndeclaredBodies([Wrong], program.Contexts)));
        Assert.Throws<InvalidOperationException>(() => app.Map(Wrong, () => "another answer"));
    }
}
